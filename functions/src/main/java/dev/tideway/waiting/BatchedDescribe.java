package dev.tideway.waiting;

import dev.tideway.aws.ServiceAnswers;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** Describes many ARNs of DMS in one call. If DMS refuses a call because of one ARN, the call is repeated in halves, so that only waits for that ARN get its error. */
final class BatchedDescribe<K, V> {
  /** Values of one filter in one call: as many as one result page holds. */
  private static final int VALUES = 100;

  private final Function<List<String>, Map<K, V>> call;
  private final Map<K, V> found = new HashMap<>();
  private final Map<String, AwsServiceException> refused = new HashMap<>();

  BatchedDescribe(Collection<String> arns, Function<List<String>, Map<K, V>> call) {
    this.call = call;
    List<String> all = List.copyOf(arns);
    for (int from = 0; from < all.size(); from += VALUES) {
      ask(all.subList(from, Math.min(all.size(), from + VALUES)));
    }
  }

  private void ask(List<String> arns) {
    try {
      found.putAll(call.apply(arns));
    } catch (AwsServiceException e) {
      if (ServiceAnswers.passing(e)) {
        throw e;
      }
      if (arns.size() > 1) {
        ask(arns.subList(0, arns.size() / 2));
        ask(arns.subList(arns.size() / 2, arns.size()));
      } else if (!(e instanceof ResourceNotFoundException)) {
        refused.put(arns.getFirst(), e);
      }
    }
  }

  Optional<V> find(String arn, K key) {
    if (refused.containsKey(arn)) {
      throw refused.get(arn);
    }
    return Optional.ofNullable(found.get(key));
  }
}
