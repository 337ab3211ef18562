package dev.tideway.local.cloud;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The trace header of a request: the chain of requests that it belongs to, and how often each function has run in that chain.
 *
 * <p>Source: AWS Lambda developer guide, "Use Lambda recursive loop detection to prevent infinite loops". The format of the text after
 * {@code Lineage=} is not documented: only Lambda reads it.
 *
 * @param root the chain
 * @param runs how often each function has run in it
 */
record Trace(String root, Map<String, Integer> runs) {
  static final String HEADER = "X-Amzn-Trace-Id";

  private static final int RUNS = 16;
  private static final String ROOT = "Root=";
  private static final String LINEAGE = "Lineage=";

  /** A new chain. */
  static Trace start() {
    String id = UUID.randomUUID().toString().replace("-", "");
    return new Trace("1-" + id.substring(0, 8) + "-" + id.substring(8), Map.of());
  }

  /** The chain that a request continues; a request without the header begins a new chain. */
  static Trace of(Optional<String> header) {
    Map<String, Integer> runs = new LinkedHashMap<>();
    String root = "";
    for (String field : header.orElse("").split(";")) {
      if (field.startsWith(ROOT)) {
        root = field.substring(ROOT.length());
      } else if (field.startsWith(LINEAGE)) {
        Arrays.stream(field.substring(LINEAGE.length()).split("\\|"))
            .map(run -> run.split(":"))
            .forEach(run -> runs.put(run[0], Integer.parseInt(run[1])));
      }
    }
    return root.isEmpty() ? start() : new Trace(root, runs);
  }

  /** Whether the function has run so often in this chain that Lambda treats it as a loop. */
  boolean loops(String function) {
    return runs.getOrDefault(key(function), 0) >= RUNS;
  }

  /** The same chain, with one more run of the function. */
  Trace through(String function) {
    Map<String, Integer> more = new LinkedHashMap<>(runs);
    more.merge(key(function), 1, Integer::sum);
    return new Trace(root, more);
  }

  String header() {
    String lineage = runs.entrySet().stream().map(run -> run.getKey() + ":" + run.getValue()).collect(Collectors.joining("|"));
    return ROOT + root + ";Parent=" + root.substring(root.length() - 16) + ";Sampled=0" + (lineage.isEmpty() ? "" : ";" + LINEAGE + lineage);
  }

  private static String key(String function) {
    return String.format(Locale.ROOT, "%08x", function.hashCode());
  }
}
