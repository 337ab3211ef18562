package dev.tideway.jdbc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The file of Amazon's roots, and which hosts get which of them. */
final class RdsRootsTest {
  private static final Pattern NAMED = Pattern.compile("# (Amazon RDS [^\n]+)\n(-----BEGIN.+?-----END CERTIFICATE-----\n)", Pattern.DOTALL);
  private static final int REGIONS = 32;
  private static final int KINDS_OF_KEYS = 3;

  private final RdsRoots roots = new RdsRoots();

  @Test
  void everyRootMatchesItsLineIsSelfSignedAndIsValidForYears() throws Exception {
    Map<String, X509Certificate> all = new LinkedHashMap<>();
    Matcher matcher = NAMED.matcher(text());
    while (matcher.find()) {
      all.put(matcher.group(1), certificates(matcher.group(2)).getFirst());
    }
    assertThat(all).hasSize(REGIONS * KINDS_OF_KEYS).hasSize(text().split("-----BEGIN", -1).length - 1);
    for (Map.Entry<String, X509Certificate> root : all.entrySet()) {
      X509Certificate certificate = root.getValue();
      assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=" + root.getKey()).contains("Amazon Web Services");
      certificate.verify(certificate.getPublicKey());
      assertThat(certificate.getBasicConstraints()).as("an authority: %s", root.getKey()).isNotNegative();
      assertThat(certificate.getNotAfter().toInstant()).as(root.getKey()).isAfter(Instant.now().plus(Duration.ofDays(5 * 365)));
    }
  }

  @Test
  void theFileNamesItsSourceAndItsDate() throws Exception {
    assertThat(text()).contains("# Source: https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem").containsPattern("# Date: \\d{4}-\\d\\d-\\d\\d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders.abc123.eu-central-1.rds.amazonaws.com", "Orders.ABC123.eu-central-1.RDS.amazonaws.com", "orders.cluster-abc123.eu-central-1.rds.amazonaws.com",
        "orders.cluster-ro-abc123.eu-central-1.rds.amazonaws.com", "mine.cluster-custom-abc123.eu-central-1.rds.amazonaws.com"
      })
  void aDatabaseIsVerifiedByTheRootsOfItsRegionAlone(String host) throws Exception {
    List<String> names = certificates(roots.of(host).orElseThrow()).stream().map(c -> c.getSubjectX500Principal().getName()).toList();
    assertThat(names).hasSize(KINDS_OF_KEYS).allSatisfy(name -> assertThat(name).contains("Amazon RDS eu-central-1 Root CA"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db.example.com", "127.0.0.1", "orders.abc123.eu-central-1.rds.amazonaws.com.example.com", "orders.proxy-abc123.eu-central-1.rds.amazonaws.com",
        "orders.abc123.xx-nowhere-1.rds.amazonaws.com", "gateway01.eu-central-1.prod.aws.tidbcloud.com", "orders.abc123.cn-north-1.rds.amazonaws.com.cn"
      })
  void aDifferentHostIsLeftToThePublicAuthorities(String host) {
    assertThat(roots.of(host)).isEmpty();
  }

  @Test
  void namesTheAddressWhereARegionsRootsArePublished() {
    assertThat(RdsRoots.region("orders.abc123.cn-north-1.rds.amazonaws.com.cn").map(RdsRoots::published))
        .contains("https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/cn-north-1/cn-north-1-bundle.pem");
    assertThat(RdsRoots.published("us-gov-east-1")).isEqualTo("https://truststore.pki.us-gov-west-1.rds.amazonaws.com/us-gov-east-1/us-gov-east-1-bundle.pem");
    assertThat(RdsRoots.published("ap-east-2")).isEqualTo("https://truststore.pki.rds.amazonaws.com/ap-east-2/ap-east-2-bundle.pem");
  }

  private static List<X509Certificate> certificates(String pem) throws Exception {
    return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))).stream()
        .map(X509Certificate.class::cast)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String text() throws Exception {
    try (InputStream in = RdsRoots.class.getResourceAsStream("rds-roots.pem")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
