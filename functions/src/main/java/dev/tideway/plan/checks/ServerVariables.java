package dev.tideway.plan.checks;

import dev.tideway.model.Server;
import java.util.Optional;

/** Reads a server's variables. */
final class ServerVariables {
  private ServerVariables() {}

  static boolean on(Server server, String variable) {
    String value = value(server, variable);
    return value.equalsIgnoreCase("ON") || value.equals("1");
  }

  /** The variable's text; empty if the server has no such variable. */
  static String value(Server server, String variable) {
    return server.variables().getOrDefault(variable, "");
  }

  /** The variable's text, or the word "nothing". */
  static String shown(Server server, String variable) {
    return server.variables().getOrDefault(variable, "nothing");
  }

  /** The variable's value as a whole number, if it is one. */
  static Optional<Long> number(Server server, String variable) {
    return Optional.of(value(server, variable)).filter(v -> v.matches("\\d{1,18}")).map(Long::valueOf);
  }

  static boolean mariadb(Server server) {
    return server.version().contains("MariaDB");
  }
}
