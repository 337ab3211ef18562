package dev.tideway.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.ObjectStore;
import dev.tideway.catalog.Inventory;
import dev.tideway.catalog.Table;
import dev.tideway.catalog.TableId;
import dev.tideway.request.Run;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tables a round compares: all in a full round; in the final one those that changed since the last full round, those whose rows
 * were not all equal then, and those that cascades change behind the binlog's back. Whatever is not known counts as moved.
 */
final class Moved {
  private static final TypeReference<List<Changes>> CHANGES = new TypeReference<>() {};
  private static final Pattern FULL_ROUND = Pattern.compile("verification-(full-(\\d+))\\.json");

  private final ObjectStore objects;
  private final Run run;

  Moved(ObjectStore objects, Run run) {
    this.objects = objects;
    this.run = run;
  }

  /** One table's entry in {@code changes-<round>.json}. */
  record Changes(String schema, String table, long changes) {}

  List<Table> tables(Inventory inventory, String round) {
    if (!Rounds.last(round)) {
      return inventory.tables();
    }
    Optional<String> full = lastFullRound();
    Optional<Map<TableId, Long>> before = full.flatMap(this::changes);
    Optional<Map<TableId, Long>> now = changes(Rounds.FINAL);
    if (before.isEmpty() || now.isEmpty()) {
      return inventory.tables();
    }
    Set<TableId> settled = settled(full.get());
    return inventory.tables().stream()
        .filter(table -> !settled.contains(table.id())
            || Cascading.of(table).possible()
            || !before.get().containsKey(table.id())
            || !before.get().get(table.id()).equals(now.get().get(table.id())))
        .toList();
  }

  private Optional<String> lastFullRound() {
    String latest = null;
    int highest = -1;
    for (String key : objects.list(run.key("verification-full-"))) {
      Matcher name = FULL_ROUND.matcher(key.substring(run.prefix().length() + 1));
      if (name.matches() && Integer.parseInt(name.group(2)) > highest) {
        highest = Integer.parseInt(name.group(2));
        latest = name.group(1);
      }
    }
    return Optional.ofNullable(latest);
  }

  private Optional<Map<TableId, Long>> changes(String round) {
    return objects.find(run.key("changes-" + round + ".json"), CHANGES).map(entries -> {
      Map<TableId, Long> changes = new HashMap<>();
      for (Changes entry : entries) {
        changes.put(new TableId(entry.schema(), entry.table()), entry.changes());
      }
      return changes;
    });
  }

  private Set<TableId> settled(String round) {
    Set<TableId> settled = new HashSet<>();
    for (VerificationResult.TableResult table : objects.read(run.key(VerificationResult.file(round)), VerificationResult.class).tables()) {
      if (table.mismatches() == 0 && table.busy() == 0) {
        settled.add(table.table());
      }
    }
    return settled;
  }
}
