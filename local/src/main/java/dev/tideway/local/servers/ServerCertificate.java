package dev.tideway.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for {@code 127.0.0.1} and {@code localhost}, its key and the authority that signed it, all PEM files that the JDK's keytool
 * creates once. The servers here offer TLS with it, so that a client can verify the server. It has no value elsewhere.
 */
record ServerCertificate(Path authority, Path certificate, Path key) {
  // the stores exist for a second in a private directory, but keytool requires a password
  private static final String STORE_PASSWORD = "keystore";

  static ServerCertificate from(CacheDirectory cache, Progress progress) {
    Path entry = cache.entry("certificate-1", progress, ServerCertificate::make);
    return new ServerCertificate(entry.resolve("ca.pem"), entry.resolve("server.pem"), entry.resolve("server-key.pem"));
  }

  /** The authority's certificate as text. */
  String authorityText() {
    try {
      return Files.readString(authority);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + authority, e);
    }
  }

  private static void make(Path directory) throws IOException {
    Path work = Files.createDirectory(directory.resolve("work"));
    String usual = "-validity 3650 -keyalg RSA -keysize 2048";
    keytool(work, "-genkeypair -alias ca -dname CN=Tideway-local-CA -keystore ca.p12 -ext bc:c=ca:true -ext ku:c=keyCertSign " + usual);
    keytool(work, "-genkeypair -alias server -dname CN=localhost -keystore server.p12 " + usual);
    keytool(work, "-certreq -alias server -keystore server.p12 -file server.csr");
    keytool(work, "-gencert -rfc -alias ca -keystore ca.p12 -infile server.csr -outfile server.pem -validity 3650"
        + " -ext san=ip:127.0.0.1,dns:localhost -ext eku=serverAuth");
    keytool(work, "-exportcert -rfc -alias ca -keystore ca.p12 -file ca.pem");
    Files.move(work.resolve("ca.pem"), directory.resolve("ca.pem"));
    Files.move(work.resolve("server.pem"), directory.resolve("server.pem"));
    Files.writeString(directory.resolve("server-key.pem"), privateKey(work.resolve("server.p12")));
    FileTree.delete(work);
  }

  private static void keytool(Path work, String arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
    Command.Outcome outcome = Command.run(new ProcessBuilder(command).directory(work.toFile()));
    if (!outcome.good()) {
      throw new DatabaseException("keytool cannot make a certificate:\n" + outcome.output());
    }
  }

  private static String privateKey(Path store) throws IOException {
    try (InputStream stream = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(stream, STORE_PASSWORD.toCharArray());
      byte[] key = keys.getKey("server", STORE_PASSWORD.toCharArray()).getEncoded();
      String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
      return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new DatabaseException("the key just made cannot be read", e);
    }
  }
}
