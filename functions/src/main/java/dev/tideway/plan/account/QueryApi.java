package dev.tideway.plan.account;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.utils.AttributeMap;

/** The few calls to IAM, EC2 and RDS that Plan needs. All three services use AWS's query protocol. Their SDK modules would add 27 MB to every function. */
public final class QueryApi {
  private final SdkHttpClient http = UrlConnectionHttpClient.builder().buildWithDefaults(AttributeMap.empty());
  private final Region region;

  /** A client for the services of that region. */
  public QueryApi(String region) {
    this.region = Region.of(region);
  }

  /** An error answer of the service, with its own code and message. */
  public static final class Refused extends RuntimeException {
    private final String code;

    Refused(String code, String message) {
      super(code + ": " + message);
      this.code = code;
    }

    /** The service's error code, for example {@code NoSuchEntity}. */
    public String code() {
      return code;
    }
  }

  /**
   * Calls an action of a service.
   *
   * @param service {@code iam}, {@code ec2} or {@code rds}
   * @param version the API's version, which is part of the protocol
   * @throws Refused if the service returns an error
   */
  public Element call(String service, String version, String action, Map<String, String> parameters) {
    // IAM is one service for all regions of a partition; its requests are signed for the region that hosts it
    Region signed = service.equals("iam") ? Region.of(PartitionMetadata.of(region).id().equals("aws") ? "us-east-1" : region.id()) : region;
    String body =
        "Action=" + action + "&Version=" + version
            + parameters.entrySet().stream().map(p -> "&" + encode(p.getKey()) + "=" + encode(p.getValue())).collect(Collectors.joining());
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint(service))
            .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
            .build();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      SignedRequest ready =
          AwsV4HttpSigner.create()
              .sign(
                  r ->
                      r.identity(credentials.resolveCredentials())
                          .request(request)
                          .payload(() -> new ByteArrayInputStream(bytes))
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                          .putProperty(AwsV4HttpSigner.REGION_NAME, signed.id()));
      return answer(
          http.prepareRequest(
                  HttpExecuteRequest.builder().request(ready.request()).contentStreamProvider(() -> new ByteArrayInputStream(bytes)).build())
              .call());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI endpoint(String service) {
    return Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL"))
        .map(url -> URI.create(url + "/"))
        .orElseGet(() -> URI.create("https://" + ServiceMetadata.of(service).endpointFor(region) + "/"));
  }

  private static Element answer(HttpExecuteResponse response) throws IOException {
    try (InputStream in = response.responseBody().map(InputStream.class::cast).orElseGet(InputStream::nullInputStream)) {
      Element root = parse(in);
      if (!response.httpResponse().isSuccessful()) {
        throw new Refused(text(root, "Code").orElse(Integer.toString(response.httpResponse().statusCode())), text(root, "Message").orElse("no message"));
      }
      return root;
    }
  }

  private static Element parse(InputStream in) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(in).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("the answer is no XML", e);
    }
  }

  /** The text of the first element of that name, at any depth. */
  public static Optional<String> text(Element root, String name) {
    return texts(root, name).stream().findFirst();
  }

  /** The texts of all elements of that name. */
  public static List<String> texts(Element root, String name) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = root.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  /** The {@code item} or {@code member} elements of the first list of that name. */
  public static List<Element> items(Element root, String name) {
    List<Element> items = new ArrayList<>();
    NodeList lists = root.getElementsByTagName(name);
    if (lists.getLength() > 0) {
      for (Node child = lists.item(0).getFirstChild(); child != null; child = child.getNextSibling()) {
        if (child instanceof Element element) {
          items.add(element);
        }
      }
    }
    return items;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
  }
}
