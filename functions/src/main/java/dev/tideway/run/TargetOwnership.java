package dev.tideway.run;

import dev.tideway.aws.DatabaseSecret;
import java.util.Set;

/** The entry in a migration's lock which records that the migration created the tables on a target. */
public final class TargetOwnership {
  private static final String KIND = "tables|";

  private TargetOwnership() {}

  /** The resource recorded in the lock before the first table is created: {@code tables|host:port}. */
  public static String resource(DatabaseSecret target) {
    return KIND + target.host() + ":" + target.port();
  }

  /** Whether the migration whose lock has these resources has created tables on that target. */
  public static boolean owns(Set<String> resources, DatabaseSecret target) {
    return resources.contains(resource(target));
  }
}
