package dev.tideway.dms;

import dev.tideway.aws.DmsResources;
import dev.tideway.aws.OwnershipTag;
import dev.tideway.aws.ResourceKind;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.json.Sha256;
import dev.tideway.model.EndpointAuthorities;
import dev.tideway.model.Side;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Certificate;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** The CA certificate with which DMS verifies a server. Each content is imported once. DMS has no CA of its own for verify-ca and verify-full. */
public final class Certificates {
  /** The root CA of TiDB Cloud's public endpoints (TiDB Cloud documentation, "TLS connections"). */
  private static final String TIDB_CLOUD_ROOT = "CN=ISRG Root X1";

  private final DatabaseMigrationClient dms;
  private final Locks locks;

  public Certificates(DatabaseMigrationClient dms, Locks locks) {
    this.dms = dms;
    this.locks = locks;
  }

  /** The ARN of the certificate to use, or empty if the mode verifies nothing. */
  public Optional<String> ensure(Run run, Migration migration, Side side, Migration.Endpoint endpoint, EndpointAuthorities chosen) {
    return switch (endpoint.tls()) {
      case none, require -> Optional.empty();
      case verifyCa, verifyFull -> Optional.of(ensure(run, migration, side, pem(side, endpoint, chosen)));
    };
  }

  private static String pem(Side side, Migration.Endpoint endpoint, EndpointAuthorities chosen) {
    return endpoint
        .certificate()
        .or(side == Side.source ? chosen::source : chosen::target)
        .or(() -> side == Side.target ? publicRoot() : Optional.empty())
        .orElseThrow(
            () ->
                new MigrationFailed(
                    ErrorCode.CA_MISSING,
                    "DMS verifies a server only against an imported CA, and the request contains none for the " + side
                        + ". Put the CA's PEM, or its key under requests/ in the application's bucket, into /" + side + "/certificate"));
  }

  private String ensure(Run run, Migration migration, Side side, String pem) {
    ResourceNames names = new ResourceNames(migration.name());
    String identifier = names.certificate(side, fingerprint(pem));
    OwnershipTag ownership = new OwnershipTag(dms, migration.name());
    String arn = find(identifier).map(Certificate::certificateArn).orElseGet(() -> create(migration, identifier, pem, ownership));
    locks.created(run.migration(), run.fence(), ResourceKind.CERTIFICATE.of(arn));
    return arn;
  }

  private String create(Migration migration, String identifier, String pem, OwnershipTag ownership) {
    try {
      return dms.importCertificate(
              r -> r.certificateIdentifier(identifier).certificatePem(pem).tags(ownership.tags(migration.replication().tags())))
          .certificate()
          .certificateArn();
    } catch (ResourceAlreadyExistsException e) {
      return find(identifier).orElseThrow(() -> e).certificateArn();
    }
  }

  private Optional<Certificate> find(String identifier) {
    try {
      return dms.describeCertificates(r -> r.filters(DmsResources.filter("certificate-id", identifier))).certificates().stream().findFirst();
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private static String fingerprint(String pem) {
    return Sha256.hex(pem.strip()).substring(0, 8);
  }

  /** TiDB Cloud's root CA from the Java runtime's own trust store, so that the common case needs no file. */
  private static Optional<String> publicRoot() {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Arrays.stream(factory.getTrustManagers())
          .flatMap(m -> m instanceof X509TrustManager x509 ? Arrays.stream(x509.getAcceptedIssuers()) : Stream.<X509Certificate>empty())
          .filter(c -> c.getSubjectX500Principal().getName().startsWith(TIDB_CLOUD_ROOT))
          .findFirst()
          .map(Certificates::text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the runtime's trust store cannot be read", e);
    }
  }

  private static String text(X509Certificate certificate) {
    try {
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of the runtime's trust store cannot be encoded", e);
    }
  }
}
