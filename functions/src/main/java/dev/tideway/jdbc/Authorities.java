package dev.tideway.jdbc;

import java.util.Optional;

/** The authorities by which a server is verified where the request names none. */
@FunctionalInterface
public interface Authorities {
  /**
   * The authorities that sign for a host.
   *
   * @return certificates in PEM; empty: the runtime's public CAs
   */
  Optional<String> of(String host);
}
