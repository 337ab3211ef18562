package dev.tideway.local.cloud;

import java.util.List;
import java.util.Map;

/**
 * The permission that a call needs.
 *
 * @param action the IAM action
 * @param resource the resource's ARN or {@code *}
 * @param context condition keys, in lower case, and their values
 */
record Access(String action, String resource, Map<String, List<String>> context) {
  Access(String action, String resource) {
    this(action, resource, Map.of());
  }
}
