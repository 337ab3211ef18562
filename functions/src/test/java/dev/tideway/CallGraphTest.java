package dev.tideway;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The analysis on which {@link PermissionsTest} depends. */
final class CallGraphTest {
  @Test
  void followsLambdasReferencesInterfacesAndWhatALibraryCalls() throws NoSuchMethodException {
    assertThat(reached()).containsExactlyInAnyOrder("lambda", "reference", "implementation", "inherited", "overrides", "initializer", "madeLater", "stored");
  }

  @Test
  void followsNoMethodOfAClassThatIsNeverCreated() throws NoSuchMethodException {
    assertThat(reached()).doesNotContain("nobody", "neverCalled");
  }

  private static Set<String> reached() throws NoSuchMethodException {
    return CallGraph.calls(Start.class, Start.class.getDeclaredMethod("begin", Shape.class), CallGraphTest::watched).stream()
        .map(CallGraph.Call::name)
        .collect(Collectors.toSet());
  }

  private static boolean watched(String type) {
    return type.equals(Client.class.getName());
  }

  /** The watched type. */
  interface Client {
    void lambda();

    void reference();

    void implementation();

    void inherited();

    void overrides();

    void initializer();

    void madeLater();

    void stored();

    void nobody();

    void neverCalled();
  }

  static final class Start {
    private final Client client;
    private final Work work;

    Start() {
      this.client = Clients.one();
      this.work = new Implementation(client);
    }

    void begin(Shape shape) {
      run(() -> client.lambda());
      run(client::reference);
      work.work();
      shape.touch();
      run(() -> new Second(client));
      String other = Later.NAME.get();
      assertThat(new Printed(client)).as(other).isNotNull();
    }

    void neverCalled() {
      client.neverCalled();
    }

    private static void run(Runnable runnable) {
      runnable.run();
    }
  }

  static final class Clients {
    private Clients() {}

    static Client one() {
      // the code is read, not run
      return Optional.<Client>empty().orElseThrow();
    }
  }

  /** An interface with three implementations; two of them are created. */
  interface Work {
    void work();
  }

  abstract static class Half {
    final Client client;

    Half(Client client) {
      this.client = client;
    }

    void rest() {
      client.inherited();
    }
  }

  static final class Implementation extends Half implements Work {
    Implementation(Client client) {
      super(client);
    }

    @Override
    public void work() {
      client.implementation();
      rest();
    }
  }

  /** Created by code that is read after the call. */
  static final class Second implements Work {
    private final Client client;

    Second(Client client) {
      this.client = client;
    }

    @Override
    public void work() {
      client.madeLater();
    }
  }

  /** No code creates one. */
  static final class Nobody extends Half implements Work {
    Nobody(Client client) {
      super(client);
    }

    @Override
    public void work() {
      client.nobody();
    }
  }

  static final class Printed {
    private final Client client;

    Printed(Client client) {
      this.client = client;
    }

    @Override
    public String toString() {
      client.overrides();
      return "";
    }
  }

  static final class Later {
    static final Supplier<String> NAME = supplier();

    private Later() {}

    private static Supplier<String> supplier() {
      Clients.one().initializer();
      return () -> "";
    }
  }

  /** Jackson creates its records. */
  sealed interface Shape {
    void touch();

    record Round() implements Shape {
      @Override
      public void touch() {
        Clients.one().stored();
      }
    }
  }
}
