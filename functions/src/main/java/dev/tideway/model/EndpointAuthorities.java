package dev.tideway.model;

import dev.tideway.run.Artifact;
import java.util.Optional;

/**
 * The CAs with which both servers were verified, if Tideway chose them by host name. AWS DMS gets the same ones. The function that sends them to AWS DMS may
 * not read the secrets, which contain the host names.
 *
 * @param source certificates in PEM; empty: the request's own CA, or the public CAs
 * @param target certificates in PEM; empty: the request's own CA, or the public CAs
 */
public record EndpointAuthorities(Optional<String> source, Optional<String> target) {
  /** No CA was chosen by host name. */
  public static final EndpointAuthorities NONE = new EndpointAuthorities(Optional.empty(), Optional.empty());

  /** The file that holds it. */
  public static final Artifact<EndpointAuthorities> FILE = Artifact.of("authorities.json", EndpointAuthorities.class);
}
