package dev.tideway.local.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TidbBuildTest {
  @TempDir
  Path directory;

  @Test
  void saysHowToGetGoWhenThereIsNone() {
    TidbBuild build = new TidbBuild(cache(), Progress.silent(), directory.resolve("no-such-go").toString());

    assertThatThrownBy(build::binary).isInstanceOf(DatabaseException.class).hasMessageContaining("needs Go 1.21 or newer")
        .hasMessageContaining("apt-get install golang");
  }

  @Test
  void refusesAGoThatCannotFetchItsCompiler() throws IOException {
    TidbBuild build = new TidbBuild(cache(), Progress.silent(), go("echo 'go version go1.20.14 linux/amd64'"));

    assertThatThrownBy(build::binary).isInstanceOf(DatabaseException.class).hasMessageContaining("found 'go version go1.20.14");
  }

  @Test
  void showsTheEndOfTheCompilersOutputWhenTheBuildFails() throws IOException {
    String go = go("""
        [ "$1" = version ] && echo 'go version go1.26.0 linux/amd64' && exit 0
        echo 'undefined: ast.Nothing'; exit 1""");

    assertThatThrownBy(() -> new TidbBuild(cache(), Progress.silent(), go).binary())
        .isInstanceOf(DatabaseException.class).hasMessageContaining("undefined: ast.Nothing");
  }

  @Test
  void keepsTheBinaryItBuiltAndReportsTheBuild() throws IOException {
    String go = go("""
        [ "$1" = version ] && echo 'go version go1.26.0 linux/amd64' && exit 0
        [ "$GOTOOLCHAIN" = go1.25.8 ] && [ -f go.mod ] && [ -f go.sum ] || exit 3
        echo 'example/package'
        while [ "$1" != -o ]; do shift; done
        echo built > "$2\"""");
    List<String> lines = new ArrayList<>();

    Path binary = new TidbBuild(cache(), lines::add, go).binary();

    assertThat(binary).hasContent("built");
    assertThat(lines).first().asString().contains("building TiDB v8.5.6");
    assertThat(lines).last().asString().contains("built in");
  }

  @Test
  void namesADifferentEntryForADifferentModule() {
    byte[] module = TidbBuild.resource("go.mod");
    byte[] sums = TidbBuild.resource("go.sum");
    byte[] other = "module other".getBytes(StandardCharsets.UTF_8);

    assertThat(TidbBuild.entryName(module, sums)).matches("tidb-[0-9a-f]{16}");
    assertThat(TidbBuild.entryName(other, sums)).isNotEqualTo(TidbBuild.entryName(module, sums));
    assertThat(TidbBuild.entryName(module, other)).isNotEqualTo(TidbBuild.entryName(module, sums));
  }

  private CacheDirectory cache() {
    return new CacheDirectory(directory.resolve("cache"));
  }

  private String go(String script) throws IOException {
    Path file = Files.writeString(directory.resolve("go"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }
}
