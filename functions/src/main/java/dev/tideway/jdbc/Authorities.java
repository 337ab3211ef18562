package dev.tideway.jdbc;

import java.util.Optional;

/** The certificate authorities that verify a server if the request names none. */
@FunctionalInterface
public interface Authorities {
  /**
   * The authorities that sign a host's certificate.
   *
   * @return certificates in PEM; empty: the runtime's public CAs
   */
  Optional<String> of(String host);
}
