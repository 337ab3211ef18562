package dev.tideway.aws;

/**
 * Address and account of a database, in the form that AWS DMS reads from a secret: JSON with {@code host}, {@code port}, {@code username}, {@code password} (AWS DMS user guide,
 * "Using secrets to access AWS DMS endpoints"). Never logged, never written to S3.
 */
public record DatabaseSecret(String host, int port, String username, String password) {
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
