package dev.tideway.model;

import dev.tideway.run.Artifact;
import java.util.Optional;

/**
 * By which authorities both servers were verified, as far as Tideway chose them by host name. AWS DMS is given the same ones; what gives
 * them to it may not read the secrets, which have the names.
 *
 * @param source certificates in PEM; empty: the request's own, or the public CAs
 * @param target certificates in PEM; empty: the request's own, or the public CAs
 */
public record EndpointAuthorities(Optional<String> source, Optional<String> target) {
  /** Nothing chosen by host name. */
  public static final EndpointAuthorities NONE = new EndpointAuthorities(Optional.empty(), Optional.empty());

  /** The file that holds it. */
  public static final Artifact<EndpointAuthorities> FILE = Artifact.of("authorities.json", EndpointAuthorities.class);
}
