package dev.tideway.schema;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to the target. */
@FunctionalInterface
public interface Sessions {
  /** A new connection, which the caller closes. */
  Connection open() throws SQLException;
}
