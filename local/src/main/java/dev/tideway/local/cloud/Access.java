package dev.tideway.local.cloud;

import java.util.Map;

/**
 * What a call needs to be allowed.
 *
 * @param action the IAM action
 * @param resource the resource's ARN or {@code *}
 * @param context condition keys and their values, keys in lower case
 */
record Access(String action, String resource, Map<String, String> context) {
  Access(String action, String resource) {
    this(action, resource, Map.of());
  }
}
