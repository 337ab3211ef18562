package dev.tideway.local.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CopiesTest {
  private static final String FIRST = "0000000000000001";
  private static final String SECOND = "0000000000000002";
  private static final String THIRD = "0000000000000003";

  @TempDir
  Path root;

  private final List<String> lines = new ArrayList<>();

  @Test
  void runsTheNewestAndKeepsOnlyTheOneBefore() {
    assertThat(start(FIRST)).isEqualTo("mysql-9-" + FIRST);
    assertThat(start(SECOND)).isEqualTo("mysql-9-" + SECOND);
    assertThat(start(THIRD)).isEqualTo("mysql-9-" + THIRD);

    assertThat(root.resolve("mysql-9-" + FIRST)).doesNotExist();
    assertThat(root.resolve("mysql-9-" + SECOND)).isDirectory();
    assertThat(root.resolve("mysql-9-" + THIRD)).isDirectory();
    assertThat(lines).isEmpty();
  }

  @Test
  void runsTheOneThatStartedLastWithAWarningWhereTheNewestDoesNotStart() {
    start(FIRST);

    String ran = copies().start(() -> made(SECOND), copy -> {
      if (copy.endsWith("mysql-9-" + SECOND)) {
        throw new DatabaseException("mysql-9 did not start: a symbol is missing");
      }
      return copy.getFileName().toString();
    }, lines::add);

    assertThat(ran).isEqualTo("mysql-9-" + FIRST);
    assertThat(lines).containsExactly("Warning: mysql-9-" + FIRST
        + ", the mysql-9 that started last, runs instead of the newest: mysql-9 did not start: a symbol is missing");
    assertThat(start(SECOND)).as("a copy that did not start once may start the next time").isEqualTo("mysql-9-" + SECOND);
  }

  @Test
  void runsTheOneThatStartedLastWhereTheNewestCannotBeHad() {
    start(FIRST);

    String ran = copies().start(() -> {
      throw new DatabaseException("no network");
    }, copy -> copy.getFileName().toString(), lines::add);

    assertThat(ran).isEqualTo("mysql-9-" + FIRST);
    assertThat(lines).singleElement().asString().endsWith("runs instead of the newest: no network");
  }

  @Test
  void saysInOneLineHowToGetAServerOfWhichThereIsNoCopy() {
    assertThatThrownBy(() -> copies().start(() -> {
      throw new DatabaseException("no network");
    }, Path::toString, lines::add))
        .isInstanceOf(DatabaseException.class)
        .hasMessage("mysql-9 is not on this machine and cannot be fetched (no network): start it once where apt-get reaches a mirror of Debian,"
            + " or copy " + root.resolve("mysql-9") + "* from a machine that has it");
    assertThat(lines).isEmpty();
  }

  @Test
  void saysWhyTheOnlyCopyDoesNotStart() {
    DatabaseException broken = new DatabaseException("mysql-9 did not start");

    assertThatThrownBy(() -> copies().start(() -> made(FIRST), copy -> {
      throw broken;
    }, lines::add)).isSameAs(broken);
    start(FIRST);
    assertThatThrownBy(() -> copies().start(() -> made(FIRST), copy -> {
      throw broken;
    }, lines::add)).isSameAs(broken);
  }

  private String start(String hash) {
    return copies().start(() -> made(hash), copy -> copy.getFileName().toString(), lines::add);
  }

  private Copies copies() {
    return new Copies(new CacheDirectory(root), "mysql-9");
  }

  private Path made(String hash) {
    try {
      return Files.createDirectories(root.resolve("mysql-9-" + hash));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
