package dev.tideway.local.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The native library of the runtime interface client. By default, every process unpacks it to the same file under /tmp; two processes that
 * start at once overwrite each other's file and end with SIGBUS. So it is unpacked once, and each process receives its path.
 */
final class NativeLibrary {
  private static final String PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private NativeLibrary() {}

  /** The JVM option that names the unpacked file; empty if the client has no library for this platform. */
  static Optional<String> option(Path folder) throws IOException {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String resource = "/jni/libaws-lambda-jni.linux-" + architecture + ".so";
    try (InputStream library = com.amazonaws.services.lambda.runtime.api.client.AWSLambda.class.getResourceAsStream(resource)) {
      if (library == null || !System.getProperty("os.name").equals("Linux")) {
        return Optional.empty();
      }
      Path file = Files.createDirectories(folder).resolve("libaws-lambda-jni-" + ProcessHandle.current().pid() + ".so").toAbsolutePath();
      Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
      file.toFile().deleteOnExit();
      return Optional.of("-D" + PROPERTY + "=" + file);
    }
  }
}
