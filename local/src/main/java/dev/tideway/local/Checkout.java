package dev.tideway.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that this code was built in. */
public final class Checkout {
  private Checkout() {}

  /**
   * Its root: {@code -Dtideway.home}, else the nearest folder above the working directory that holds template.yaml.
   *
   * @throws IllegalStateException if there is none
   */
  public static Path root() {
    String home = System.getProperty("tideway.home");
    Path here = home == null ? Path.of("").toAbsolutePath() : Path.of(home).toAbsolutePath();
    while (here != null && !Files.exists(here.resolve("template.yaml"))) {
      here = here.getParent();
    }
    if (here == null) {
      throw new IllegalStateException("template.yaml is not in this folder nor above it: run ./tideway from the checkout");
    }
    return here;
  }
}
