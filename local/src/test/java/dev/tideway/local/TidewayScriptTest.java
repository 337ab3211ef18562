package dev.tideway.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The script itself, in a separate checkout whose Maven, Java and Python are small scripts. */
class TidewayScriptTest {
  private static final List<String> USUAL_TOOLS = List.of(
      "cat", "cksum", "dirname", "find", "grep", "ls", "mkdir", "mv", "readlink", "rm", "sed", "sleep", "sort", "tail", "tr", "xargs");

  @TempDir
  Path directory;

  private Path checkout;
  private Path tools;
  private Path jdk;

  @BeforeEach
  void lookLikeACheckout() throws IOException {
    checkout = Files.createDirectories(directory.resolve("check out"));
    for (String file : List.of("pom.xml", "functions/pom.xml", "local/pom.xml", "functions/src/main/A.java", "local/src/main/B.java",
        "local/tidb/go.mod")) {
      Files.createDirectories(checkout.resolve(file).getParent());
      Files.writeString(checkout.resolve(file), file);
    }
    Files.copy(Path.of("").toAbsolutePath().resolveSibling("tideway"), checkout.resolve("tideway"));
    executable(checkout.resolve("tideway"));
    tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : USUAL_TOOLS) {
      script(tools.resolve(tool), "exec " + tool(tool) + " \"$@\"");
    }
    jdk = directory.resolve("jdk");
    script(jdk.resolve("bin/javac"), "");
    script(jdk.resolve("bin/java"), "printf 'java:'; printf ' <%s>' \"$@\"; exit 7");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    script(tools.resolve("python3"), "exit 0");
    script(tools.resolve("mvn"), """
        echo "built with $JAVA_HOME" >> "$0.calls"
        mkdir -p local/target/tideway
        echo jar > local/target/tideway-local-1.jar
        echo dependency > local/target/dependency.jar
        printf '%s' "$PWD/local/target/dependency.jar" > local/target/tideway/dependencies""");
  }

  @Test
  void buildsAndHandsOverToJavaWithTheArgumentsAsTheyAre() throws Exception {
    Outcome outcome = run("demo", "--rows", "two words");

    assertThat(outcome.exit()).isEqualTo(7);
    assertThat(outcome.out()).contains("dev.tideway.local.Tideway> <demo> <--rows> <two words>")
        .contains("local/target/tideway-local-1.jar:").contains("local/target/dependency.jar");
    assertThat(outcome.err()).contains("building");
  }

  @Test
  void buildsAgainOnlyWhenASourceHasChanged() throws Exception {
    run("--help");
    Outcome second = run("--help");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("<--help>");
    assertThat(builds()).isEqualTo(1);

    Files.writeString(checkout.resolve("local/src/main/B.java"), "changed");
    run("--help");
    assertThat(builds()).isEqualTo(2);

    Files.delete(checkout.resolve("local/target/dependency.jar"));
    run("--help");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void worksFromAnywhereAndThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), checkout.resolve("tideway"));

    assertThat(start(link, directory, "--help").out()).contains("<--help>");
  }

  @Test
  void showsWhyTheBuildFailed() throws Exception {
    script(tools.resolve("mvn"), "echo '[INFO] fine'; echo '[ERROR] no such symbol'; exit 1");

    Outcome outcome = run("--help");

    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("no such symbol").contains("the build failed").doesNotContain("fine");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void namesMavenWhenItIsMissing() throws Exception {
    Files.delete(tools.resolve("mvn"));

    assertRefused(run("--help"), "Maven 3.8 or newer is missing: apt-get install maven");
  }

  @Test
  void namesPythonWhenTheDemoNeedsItAndItIsMissingOrTooOld() throws Exception {
    Files.delete(tools.resolve("python3"));
    assertRefused(run("demo"), "Python 3.10 or newer is missing: apt-get install python3 python3-venv");
    assertThat(run("demo", "--help").out()).contains("<demo> <--help>");

    script(tools.resolve("python3"), "exit 1");
    assertRefused(run("demo"), "Python 3.10 or newer is missing");
  }

  @Test
  void looksForANewerJdkThanAnOldJavaHome() throws Exception {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.2\"\n");
    Path newer = directory.resolve("home/.sdkman/candidates/java/25-tem");
    script(newer.resolve("bin/javac"), "");
    script(newer.resolve("bin/java"), "echo newer");
    // JDKs in system directories come before those of a user's SDKMAN, so either may be found, but never the old one
    Files.writeString(newer.resolve("release"), "JAVA_VERSION=\"25\"\n");

    assertThat(run("--help").out()).doesNotContain("java:");
    assertThat(Files.readString(tools.resolve("mvn.calls"))).doesNotContain(jdk.toString());
  }

  @Test
  void theFirstVerificationThatEndsMakesTheNextOneStartQuicker() throws Exception {
    javaThatRecords(0);
    Path cache = checkout.resolve("local/target/tideway/verify.aot");

    Outcome first = run("verify", "request.json");
    assertThat(first).returns(0, Outcome::exit).returns("the report\n", Outcome::out);
    assertThat(first.err()).contains("making the next start quicker");
    assertThat(cache).hasContent("cache");

    Outcome second = run("verify", "request.json");
    assertThat(second).returns(0, Outcome::exit).returns("the report, from a cache\n", Outcome::out).returns("", Outcome::err);
    try (Stream<Path> left = Files.list(cache.getParent())) {
      assertThat(left.map(file -> file.getFileName().toString()).filter(name -> name.contains(".aot"))).containsExactly("verify.aot");
    }

    Files.writeString(checkout.resolve("local/src/main/B.java"), "changed");
    assertThat(run("verify", "request.json").out()).as("classes of another build").isEqualTo("the report\n");
  }

  @Test
  void aVerificationThatFoundDifferencesMakesTheNextOneStartQuickerToo() throws Exception {
    javaThatRecords(1);

    assertThat(run("verify", "request.json").exit()).isEqualTo(1);
    assertThat(run("verify", "request.json").out()).isEqualTo("the report, from a cache\n");
  }

  @Test
  void aVerificationThatDidNotRunLeavesNothing() throws Exception {
    javaThatRecords(2);

    assertThat(run("verify", "request.json").exit()).isEqualTo(2);
    assertThat(run("verify", "request.json").out()).isEqualTo("the report\n");
    assertThat(checkout.resolve("local/target/tideway/verify.aot")).doesNotExist();
  }

  /** A Java that handles {@code -XX:AOT…} as the real one does, and ends with this code. */
  private void javaThatRecords(int exit) throws IOException {
    script(jdk.resolve("bin/java"), """
        for option in "$@"; do
            case "$option" in
                -XX:AOTMode=*) mode="${option#*=}" ;;
                -XX:AOTConfiguration=*) configuration="${option#*=}" ;;
                -XX:AOTCache=*) cache="${option#*=}" ;;
            esac
        done
        case "${mode:-}" in
            record) echo configuration >"$configuration"; echo the report; exit %1$s ;;
            create) [ -f "$configuration" ] && printf cache >"$cache"; echo noise; exit ;;
        esac
        [ -z "${cache:-}" ] || echo the report, from a cache
        exit %1$s""".formatted(exit));
  }

  @Test
  void runsTheTestsWithTheArgumentsAsTheyAre() throws Exception {
    haveWhatTheTestsNeed();

    Outcome outcome = run("test", "-Dit.test=A B", "-q");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("maven: <-B> <verify> <-Dit.test=A B> <-q> in " + checkout + " with " + jdk);
    assertThat(outcome.out() + outcome.err()).doesNotContain("installing");
  }

  @Test
  void namesInOneLineWhatTheTestsLack() throws Exception {
    haveWhatTheTestsNeed();
    script(tools.resolve("ldconfig"), "echo 'libaio.so.1t64 (libc6) => /lib/libaio.so.1t64'");
    Files.delete(tools.resolve("chromium"));
    script(tools.resolve("aws"), "echo aws-cli/1.46.3 Python/3.11.2");
    assertRefused(run("test"), "apt-get install libaio1 chromium-headless-shell awscli");

    script(tools.resolve("go"), "echo go version go1.19.8 linux/amd64");
    assertRefused(run("test"), "Go 1.21 or newer is missing: apt-get install golang-go");
    Files.delete(tools.resolve("python3"));
    script(tools.resolve("go"), "echo go version go1.26.8 linux/amd64");
    assertRefused(run("test"), "Python 3.10 or newer is missing");
  }

  @Test
  void explainsTheTestsWithoutWhatTheyNeed() throws Exception {
    assertThat(run("test", "--help").out()).contains("<test> <--help>");
  }

  @Test
  void installsWhatTheTestsLackOnlyAsRootOfDebian() throws Exception {
    haveWhatTheTestsNeed();
    Files.delete(tools.resolve("chromium"));
    script(tools.resolve("apt-get"), "echo apt-get \"$@\" >> \"$0.calls\"");
    assertRefused(run("test"), "apt-get install chromium-headless-shell");
    assertThat(tools.resolve("apt-get.calls")).doesNotExist();

    script(tools.resolve("id"), "echo 0");
    Outcome useless = run("test");
    assertThat(useless.exit()).isEqualTo(1);
    assertThat(useless.err()).contains("still missing after apt-get: chromium-headless-shell");

    script(tools.resolve("apt-get"), "echo apt-get \"$@\" >> \"$0.calls\"; echo >\"${0%/*}/chromium\"; " + tool("chmod") + " +x \"${0%/*}/chromium\"");
    Outcome outcome = run("test");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("maven: <-B> <verify> in");
    assertThat(Files.readAllLines(tools.resolve("apt-get.calls"))).last().asString().contains("install").contains("chromium-headless-shell")
        .doesNotContain("libaio1");

    Files.delete(tools.resolve("chromium"));
    script(tools.resolve("apt-get"), "exit 100");
    assertThat(run("test").exit()).isEqualTo(1);
  }

  private void haveWhatTheTestsNeed() throws IOException {
    script(tools.resolve("mvn"), "printf 'maven:'; printf ' <%s>' \"$@\"; echo \" in $PWD with $JAVA_HOME\"");
    script(tools.resolve("go"), "echo go version go1.26.8 linux/amd64");
    script(tools.resolve("uname"), "echo Linux");
    script(tools.resolve("id"), "echo 1000");
    // as long a list as a server has: a reader that stops at the first match makes it fail
    script(tools.resolve("ldconfig"), "echo 'libaio.so.1 (libc6,x86-64) => /lib/libaio.so.1'; for i in {1..20000}; do echo \"lib$i.so => /lib\"; done");
    script(tools.resolve("chromium"), "");
    script(tools.resolve("aws"), "echo aws-cli/2.9.19 Python/3.11.2");
  }

  private void assertRefused(Outcome outcome, String why) {
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err().lines()).singleElement().asString().startsWith("tideway: ").contains(why);
    assertThat(outcome.out()).isEmpty();
  }

  private long builds() throws IOException {
    return Files.readAllLines(tools.resolve("mvn.calls")).size();
  }

  /** Output and exit code of a run. */
  private record Outcome(int exit, String out, String err) {}

  private Outcome run(String... arguments) throws Exception {
    return start(checkout.resolve("tideway"), directory, arguments);
  }

  private Outcome start(Path script, Path cwd, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool("bash").toString(), script.toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(cwd.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", directory.resolve("home").toString());
    builder.environment().put("JAVA_HOME", jdk.toString());
    int exit = builder.start().waitFor();
    return new Outcome(exit, Files.readString(out), Files.readString(err));
  }

  private static Path tool(String name) {
    for (String place : System.getenv("PATH").split(":")) {
      Path file = Path.of(place, name);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException("this machine has no " + name);
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, ("#!" + tool("bash") + "\n" + text + "\n").getBytes(StandardCharsets.UTF_8));
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
