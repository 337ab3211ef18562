package dev.tideway.jdbc;

import com.mysql.cj.exceptions.CJCommunicationsException;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TransientFailure;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * What an exception of a database means: try again, or ask a person. Quoted parts of the server's text are blanked, since they may
 * be row values and error texts travel through histories and messages.
 */
public final class DatabaseErrors {
  /** Lock wait, deadlock, connections used up, shutdown, statement stopped or timed out; TiDB's store being away or busy, its schema in motion. */
  private static final Set<Integer> PASSING =
      Set.of(1205, 1213, 1040, 1053, 1317, 1969, 3024, 8002, 8022, 8027, 8028, 9001, 9002, 9003, 9004, 9005, 9007);

  /** Shutdown, too many connections, session killed, store away. */
  private static final Set<Integer> GONE = Set.of(1040, 1053, 1927, 4031, 9001, 9002, 9005);

  private DatabaseErrors() {}

  /** A call that talks to a database. */
  @FunctionalInterface
  public interface Call<T> {
    /** Makes the call. */
    T run() throws SQLException;
  }

  /** Makes the call; its failure is one of the application's own. */
  public static <T> T during(String work, Call<T> call) {
    try {
      return call.run();
    } catch (SQLException e) {
      throw of(work, e);
    }
  }

  /**
   * The application's own failure.
   *
   * @param work what was being done, for example {@code "reading shop.orders on the source"}
   */
  public static RuntimeException of(String work, SQLException e) {
    if (e instanceof UnreachableDatabase) {
      return new TransientFailure(UnreachableDatabase.CODE, work + " failed: " + e.getMessage(), null);
    }
    String text = work + " failed: error " + e.getErrorCode() + " (" + e.getSQLState() + ") " + blanked(String.valueOf(e.getMessage()));
    if (passing(e)) {
      // the exception itself stays out: it would carry the unblanked text into the error that Lambda reports
      return new TransientFailure(text, null);
    }
    return new MigrationFailed("TW-E032", text);
  }

  /** Whether the connection is gone or the server is on its way down or up: a new connection may be answered. */
  public static boolean lost(SQLException e) {
    return !(e instanceof SQLTimeoutException)
        && (e instanceof SQLRecoverableException || GONE.contains(e.getErrorCode()) || cut(e));
  }

  private static boolean passing(SQLException e) {
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || PASSING.contains(e.getErrorCode())
        || cut(e);
  }

  /** Connector/J tells a connection cut while a streamed result is closed as a general error (S1000); only the cause names it. */
  private static boolean cut(SQLException e) {
    if (e.getSQLState() != null && e.getSQLState().startsWith("08")) {
      return true;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CJCommunicationsException) {
        return true;
      }
    }
    return false;
  }

  private static String blanked(String message) {
    return message.replaceAll("(?s)'.*'", "'…'");
  }
}
