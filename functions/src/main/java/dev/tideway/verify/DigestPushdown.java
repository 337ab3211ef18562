package dev.tideway.verify;

import dev.tideway.model.TableId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records for which tables both servers print values alike, so far. Where they do, the digest of the printed text is the fastest
 * comparison. Where they do not, it wastes time. A wrong guess costs time and never changes a result.
 */
final class DigestPushdown {
  private final Map<Tried, Integer> alike = new ConcurrentHashMap<>();

  private record Tried(TableId table, DigestEncoding form) {}

  /** Whether to compute digests of that form. */
  boolean worth(TableReader reader, DigestEncoding form) {
    return switch (form) {
      case printed -> alike(reader);
      case documents -> alike.getOrDefault(tried(reader, form), 0) >= 0;
      case values, rounded -> true;
    };
  }

  private boolean alike(TableReader reader) {
    Tried printed = tried(reader, DigestEncoding.printed);
    if (!alike.containsKey(printed)) {
      alike.putIfAbsent(printed, !reader.documents() || reader.printsAlike() ? 1 : -1);
    }
    return alike.get(printed) >= 0;
  }

  /** Records that a chunk's digests are equal in one form and were different in the forms before it. */
  void seen(TableReader reader, List<DigestEncoding> different, DigestEncoding equal) {
    different.forEach(form -> alike.merge(tried(reader, form), -1, Integer::sum));
    alike.merge(tried(reader, equal), 1, Integer::sum);
  }

  private static Tried tried(TableReader reader, DigestEncoding form) {
    return new Tried(reader.table().table().id(), form);
  }
}
