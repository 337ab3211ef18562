package dev.tideway.run;

import dev.tideway.aws.DatabaseSecret;
import java.util.Set;

/** How a migration's lock says that the tables on a target are its own. */
public final class TargetOwnership {
  private static final String KIND = "tables|";

  private TargetOwnership() {}

  /** The resource noted in the lock before the first table is created: {@code tables|host:port}. */
  public static String resource(DatabaseSecret target) {
    return KIND + target.host() + ":" + target.port();
  }

  /** Whether a lock with these resources has created tables on that target. */
  public static boolean owns(Set<String> resources, DatabaseSecret target) {
    return resources.contains(resource(target));
  }
}
