package dev.tideway.local;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The benchmarks are run by hand, so no different test would find one that no longer compiles. */
class BenchTest {
  @TempDir
  Path classes;

  @Test
  void everyBenchmarkCompiles() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.list(Path.of("../bench"))) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(sources).isNotEmpty();

    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
      boolean compiled = compiler.getTask(messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources)).call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }
}
