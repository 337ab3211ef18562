package dev.tideway.local.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DebianMirrorTest {
  @TempDir
  Path apt;

  @Test
  void readsBothFormsOfAptsConfigurationAndLeavesOutForeignArchives() throws IOException {
    write("sources.list.d/a.list", "deb [arch=amd64] https://download.example.org/linux/debian bookworm stable\n");
    write("sources.list.d/b.list", "# deb http://commented.example.org/debian bookworm main\ndeb-src http://source.example.org/debian bookworm main\n");
    write("sources.list.d/c.list.off", "deb http://off.example.org/debian bookworm main\n");
    write("sources.list.d/d.sources", """
        Types: deb
        # http://snapshot.example.org/archive/debian
        URIs: http://security.example.org/debian-security http://mirror.example.org/debian/
        Suites: bookworm
        """);
    assertThat(DebianMirror.of(Map.of(), apt)).contains("http://mirror.example.org/debian/");

    write("sources.list", "deb [signed-by=/k.gpg arch=amd64] http://first.example.org/debian bookworm main\n");
    assertThat(DebianMirror.of(Map.of(), apt)).contains("http://first.example.org/debian");
  }

  @Test
  void usesTheMirrorOfTheVariable() throws IOException {
    write("sources.list", "deb http://first.example.org/debian bookworm main\n");

    assertThat(DebianMirror.of(Map.of(DebianMirror.VARIABLE, "http://mine.example.org/d"), apt)).contains("http://mine.example.org/d");
  }

  @Test
  void findsNoneOnASystemThatIsNotDebian() throws IOException {
    write("sources.list", "deb http://archive.example.org/ubuntu noble main\n");

    assertThat(DebianMirror.of(Map.of(), apt)).isEmpty();
    assertThat(DebianMirror.of(Map.of(), apt.resolve("nowhere"))).isEmpty();
  }

  @Test
  void reportsAnUnreachableMirrorInOneLine() {
    assertThatThrownBy(() -> DebianSuite.refreshed(apt.resolve("lists"), "sid", "file:/nowhere/debian"))
        .isInstanceOf(DatabaseException.class)
        .message().contains("apt-get").doesNotContain("\n");
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(apt.resolve(file).getParent());
    Files.writeString(apt.resolve(file), text);
  }
}
