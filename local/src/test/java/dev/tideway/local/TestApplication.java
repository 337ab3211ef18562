package dev.tideway.local;

import dev.tideway.local.dms.DmsTimings;
import dev.tideway.local.servers.CacheDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One local cloud for all end-to-end tests; it ends with the test run. */
final class TestApplication {
  private static final List<Message> MESSAGES = new CopyOnWriteArrayList<>();
  private static final List<String> LOGS = new CopyOnWriteArrayList<>();
  private static final Path WORK = Path.of("target", "end-to-end");
  private static LocalApplication application;

  private TestApplication() {}

  /** One message that people would have received. */
  record Message(String subject, String text, Map<String, String> attributes) {}

  /** The application; the first caller starts it. */
  static synchronized LocalApplication shared() {
    if (application == null) {
      application = start();
      Runtime.getRuntime().addShutdownHook(new Thread(application::close));
    }
    return application;
  }

  static List<Message> messages() {
    return List.copyOf(MESSAGES);
  }

  static List<String> logs() {
    return List.copyOf(LOGS);
  }

  private static LocalApplication start() {
    try {
      Files.createDirectories(WORK);
      return LocalApplication.start(
          new LocalApplication.Options(
              Checkout.root(),
              WORK.toAbsolutePath(),
              CacheDirectory.standard().root(),
              Duration.ofMillis(500),
              DmsTimings.immediate(),
              new Listener(),
              event -> {},
              line -> {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static final class Listener extends PrintedGateway {
    @Override
    public void published(String topicArn, String subject, String message, Map<String, String> attributes) {
      MESSAGES.add(new Message(subject, message, attributes));
    }

    @Override
    public void logged(String function, String line) {
      super.logged(function, line);
      LOGS.add(function + ": " + line);
    }
  }
}
