package dev.tideway.local.servers;

/** How this module's JDBC URLs are written. */
final class JdbcUrl {
  // times travel as +00:00 text on both sides, so that neither this machine's zone nor a server's can shift them
  private static final String SESSION =
      "connectionTimeZone=%2B00:00&sessionVariables=time_zone%3D%27%2B00:00%27&characterEncoding=UTF-8&yearIsDateType=false"
          + "&tinyInt1isBit=false&transformedBitIsBoolean=false&useInformationSchema=true";

  private JdbcUrl() {}

  /** A server started here: plain text over the loopback interface. */
  static String ofLoopback(int port) {
    return "jdbc:mysql://127.0.0.1:" + port + "/?" + SESSION + "&sslMode=DISABLED&allowPublicKeyRetrieval=true";
  }

  /** A server somewhere; {@code options} are further Connector/J properties ({@code a=b&c=d}) or empty. */
  static String of(String host, int port, String options) {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return "jdbc:mysql://" + name + ":" + port + "/?" + SESSION + (options.isEmpty() ? "" : "&" + options);
  }
}
