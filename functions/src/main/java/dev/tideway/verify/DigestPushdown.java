package dev.tideway.verify;

import dev.tideway.model.TableId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tables' values both servers print alike, as far as experience goes. Where they do, the digest of the printed text is the
 * quickest comparison; where they do not, it is a waste. A wrong guess costs time, never a result.
 */
final class DigestPushdown {
  private final Map<Tried, Integer> alike = new ConcurrentHashMap<>();

  private record Tried(TableId table, DigestEncoding form) {}

  /** Whether digests of that form are worth asking for. */
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

  /** Takes note of a chunk whose digests are equal in one form, and were not in those before it. */
  void seen(TableReader reader, List<DigestEncoding> different, DigestEncoding equal) {
    different.forEach(form -> alike.merge(tried(reader, form), -1, Integer::sum));
    alike.merge(tried(reader, equal), 1, Integer::sum);
  }

  private static Tried tried(TableReader reader, DigestEncoding form) {
    return new Tried(reader.table().table().id(), form);
  }
}
