package dev.tideway.local.servers;

/** The format of this module's JDBC URLs. */
final class JdbcUrl {
  // times are sent as +00:00 text on both sides, so that no time zone of this machine or of a server can change them
  private static final String SESSION =
      "connectionTimeZone=%2B00:00&sessionVariables=time_zone%3D%27%2B00:00%27&characterEncoding=UTF-8&yearIsDateType=false"
          + "&tinyInt1isBit=false&transformedBitIsBoolean=false&useInformationSchema=true";

  private JdbcUrl() {}

  /** A server started here: unencrypted over the loopback interface. */
  static String ofLoopback(int port) {
    return "jdbc:mysql://127.0.0.1:" + port + "/?" + SESSION + "&sslMode=DISABLED&allowPublicKeyRetrieval=true";
  }

  /** A server at any host; {@code options} are further Connector/J properties ({@code a=b&c=d}) or empty. */
  static String of(String host, int port, String options) {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return "jdbc:mysql://" + name + ":" + port + "/?" + SESSION + (options.isEmpty() ? "" : "&" + options);
  }
}
