package dev.tideway.schema;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to the target. */
@FunctionalInterface
public interface Sessions {
  /** A new one; whoever asks closes it. */
  Connection open() throws SQLException;
}
