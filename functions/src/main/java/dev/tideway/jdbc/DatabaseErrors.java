package dev.tideway.jdbc;

import com.mysql.cj.exceptions.CJCommunicationsException;
import com.mysql.cj.exceptions.SSLParamsException;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TidewayException;
import dev.tideway.error.TransientFailure;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Decides for all packages what a database exception means: try again, or ask a person. Error texts of servers appear in execution histories and messages. Therefore parts that may
 * be the value of a row are replaced by an ellipsis.
 */
public final class DatabaseErrors {
  /** MySQL and TiDB: the table does not exist (ER_NO_SUCH_TABLE). */
  public static final int NO_SUCH_TABLE = 1146;

  /** MySQL and TiDB: an index of that name exists (ER_DUP_KEYNAME). */
  public static final int DUPLICATE_KEY_NAME = 1061;

  /** A unique key already has that value. */
  public static final int DUPLICATE_ENTRY = 1062;

  /** MySQL and TiDB: a foreign key of that name exists (ER_FK_DUP_NAME). */
  public static final int DUPLICATE_FOREIGN_KEY = 1826;

  /** MySQL and TiDB: a CHECK constraint of that name exists (ER_CHECK_CONSTRAINT_DUP_NAME). */
  public static final int DUPLICATE_CHECK = 3822;

  /** Too many connections (of the server, of the account), server shutdown, session killed, PD or TiKV not available. */
  private static final Set<Integer> LOST = Set.of(1040, 1053, 1203, 1226, 1927, 2013, 4031, 9001, 9002, 9005);

  /** Lock wait timeout, deadlock, TiKV busy, TiDB schema change in progress. */
  private static final Set<Integer> BUSY = Set.of(1205, 1213, 8002, 8022, 8027, 8028, 9003, 9004, 9007);

  /** Statement stopped by a person, or by MariaDB's or MySQL's limit on a statement's time. */
  private static final Set<Integer> STOPPED = Set.of(1317, 1969, 3024);

  /** No access to a database, table, column, statement or routine, or a missing privilege for a statement. */
  private static final Set<Integer> DENIED = Set.of(1044, 1045, 1095, 1142, 1143, 1227, 1370, 1401, 3118, 8121);

  /** The start of Connector/J's message if the server did not respond. */
  private static final Pattern DRIVER = Pattern.compile("Communications link failure|The last packet ");

  /** What an exception means. */
  public enum Kind {
    /** The connection is lost, or the server is stopping or starting. A new connection may succeed. */
    lost,
    /** The server could not run the statement now. The same statement may succeed later. */
    busy,
    /** The statement took too long, or a person stopped it. */
    stopped,
    /** The account lacks the privilege. */
    denied,
    /** The server refused the statement or a row that it processed. */
    refused
  }

  private DatabaseErrors() {}

  /** A call that talks to a database. */
  @FunctionalInterface
  public interface Call<T> {
    /** Makes the call. */
    T run() throws SQLException;
  }

  /** Makes the call. An SQLException becomes one of the application's own exceptions. */
  public static <T> T during(String work, Call<T> call) {
    try {
      return call.run();
    } catch (SQLException e) {
      throw of(work, e);
    }
  }

  /**
   * The application's own exception for a failed call.
   *
   * @param work the work that failed, for example {@code "reading shop.orders on the source"}
   */
  public static TidewayException of(String work, SQLException e) {
    return of(ErrorCode.DATABASE_REFUSED, work + " failed", e);
  }

  /**
   * The application's own exception for a failed call.
   *
   * @param code error code for a failure that another try does not solve
   * @param what has failed, as the beginning of a sentence
   */
  public static TidewayException of(ErrorCode code, String what, SQLException e) {
    if (e instanceof UnreachableDatabase) {
      return new TransientFailure(UnreachableDatabase.CODE, what + ": " + e.getMessage(), null);
    }
    String text = what + ": " + text(e);
    // the exception itself is not the cause: its full text would appear in the error that Lambda reports
    return passing(e) ? new TransientFailure(text, null) : new MigrationFailed(code, text);
  }

  /** The server's error number and message, without parts that may be a value. Connector/J's text about its packets is left out. */
  public static String text(SQLException e) {
    String message = String.valueOf(e.getMessage());
    if (DRIVER.matcher(message).lookingAt()) {
      return "the connection was lost" + network(e).map(reason -> " (" + reason + ")").orElse("");
    }
    // messages about missing privileges contain only names of accounts and tables
    String text = DENIED.contains(e.getErrorCode()) ? message : message.replaceAll("(?s)'.*'", "'…'");
    return e.getErrorCode() == 0 ? text : "error " + e.getErrorCode() + " (" + e.getSQLState() + ") " + text;
  }

  private static Optional<String> network(SQLException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return Optional.ofNullable(cause.getMessage());
      }
    }
    return Optional.empty();
  }

  /** Whether the connection failed because client and server could not agree on TLS. An interrupted handshake is a network problem, and another try may succeed. */
  public static boolean tls(SQLException e) {
    boolean disagreed = false;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException || cause instanceof SSLParamsException) {
        return true;
      }
      if (cause instanceof EOFException || cause instanceof SocketException) {
        return false;
      }
      disagreed |= cause instanceof SSLException;
    }
    return disagreed;
  }

  /** The meaning of the exception. */
  public static Kind kind(SQLException e) {
    int number = e.getErrorCode();
    if (DENIED.contains(number)) {
      return Kind.denied;
    }
    if (STOPPED.contains(number) || e instanceof SQLTimeoutException) {
      return Kind.stopped;
    }
    if (e instanceof SQLRecoverableException || LOST.contains(number) || cut(e)) {
      return Kind.lost;
    }
    return e instanceof SQLTransientException || BUSY.contains(number) ? Kind.busy : Kind.refused;
  }

  /** Whether the connection is lost, or the server is stopping or starting. A new connection may succeed. */
  public static boolean lost(SQLException e) {
    return kind(e) == Kind.lost;
  }

  /** Whether the same call may succeed later. */
  public static boolean passing(SQLException e) {
    return Set.of(Kind.lost, Kind.busy, Kind.stopped).contains(kind(e));
  }

  /** Whether the connection was lost while a streamed result was closed. Connector/J reports this as a general error (S1000); only the cause shows it. */
  private static boolean cut(SQLException e) {
    if (e.getSQLState() != null && e.getSQLState().startsWith("08")) {
      return true;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CJCommunicationsException || cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}
