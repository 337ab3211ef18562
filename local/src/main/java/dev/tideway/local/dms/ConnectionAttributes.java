package dev.tideway.local.dms;

import dev.tideway.local.cloud.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An endpoint's extra connection attributes: {@code name=value} pairs separated by semicolons.
 *
 * <p>Source: DMS user guide, "Endpoint settings when using MySQL as a source / target". Attributes with a counterpart in MySQLSettings only
 * change DMS's speed and are accepted unchanged; an unknown attribute is refused.
 *
 * @param initStatements the statements of Initstmt, which run on every session
 */
record ConnectionAttributes(List<String> initStatements) {
  private static final Set<String> KNOWN = Set.of("initstmt", "eventspollinterval", "servertimezone", "afterconnectscript",
      "cleansrcmetadataonmismatch", "cleansourcemetadataonmismatch", "skiptablesuspensionforpartitionddl",
      "ignoreopenxatransactionscheck", "targetdbtype", "parallelloadthreads", "maxfilesize", "executetimeout", "localinfile",
      "connectiontimeout");

  static ConnectionAttributes parse(String text) throws AwsError {
    var statements = new ArrayList<String>();
    for (String pair : text.split(";")) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || !KNOWN.contains(name.strip().toLowerCase(Locale.ROOT))) {
        throw Requests.invalid("Unknown extra connection attribute " + name.strip());
      }
      if (name.strip().equalsIgnoreCase("initstmt")) {
        statements.add(pair.substring(equals + 1).strip());
      }
    }
    return new ConnectionAttributes(List.copyOf(statements));
  }
}
