package dev.tideway.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a CA in PEM to the key store file that Connector/J needs. The file exists only while a connection is opened. */
record TrustStore(Path file) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrustStore.class);
  private static final String PASSWORD = "not-a-secret";

  static TrustStore of(String pem) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      Path file = Files.createTempFile("tideway-ca", ".p12");
      // deletes the file if the process ends before close()
      file.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, PASSWORD.toCharArray());
      }
      return new TrustStore(file);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the certificate is not a PEM certificate: " + e.getMessage(), e);
    }
  }

  void describe(Properties properties) {
    properties.put("trustCertificateKeyStoreUrl", file.toUri().toString());
    properties.put("trustCertificateKeyStoreType", "PKCS12");
    properties.put("trustCertificateKeyStorePassword", PASSWORD);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.info("{} stays: {}", file, e.getMessage());
    }
  }
}
