package dev.tideway.local.commands;

/**
 * One resource that an uninstallation finds and removes.
 *
 * @param kind the kind of resource
 * @param name the resource's name
 * @param remark what a user should know before the removal; may be empty
 * @param removal requests the deletion; it is called again until the resource is not found any more, so it must do nothing to a resource
 *     that is being deleted
 */
record Leftover(String kind, String name, String remark, Removal removal) {
  /** Requests the deletion of a resource. */
  @FunctionalInterface
  interface Removal {
    void ask();
  }

  /** The resource cannot be deleted yet, for a reason that may be temporary. */
  static final class NotYet extends RuntimeException {
    NotYet(String reason) {
      super(reason);
    }
  }

  String label() {
    return kind + " " + name;
  }
}
