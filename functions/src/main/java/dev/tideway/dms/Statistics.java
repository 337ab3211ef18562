package dev.tideway.dms;

import dev.tideway.model.TableId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

/** The results of DescribeTableStatistics of several tasks as one map. */
public final class Statistics {
  /** The largest page that DMS returns. */
  private static final int PAGE = 500;

  private final DatabaseMigrationClient dms;

  public Statistics(DatabaseMigrationClient dms) {
    this.dms = dms;
  }

  /** A table's statistics and the task they belong to. */
  record Entry(String task, TableStatistics statistics) {
    TableState state() {
      return TableState.of(statistics.tableState());
    }

    long errors() {
      return zero(statistics.fullLoadErrorRows()) + zero(statistics.fullLoadCondtnlChkFailedRows());
    }

    long rows() {
      return zero(statistics.fullLoadRows());
    }

    private static long zero(Long value) {
      return value == null ? 0 : value;
    }
  }

  public Map<TableId, Entry> of(List<String> tasks) {
    Map<TableId, Entry> entries = new HashMap<>();
    for (String task : tasks) {
      dms.describeTableStatisticsPaginator(r -> r.replicationTaskArn(task).maxRecords(PAGE)).stream()
          .flatMap(page -> page.tableStatistics().stream())
          .forEach(s -> entries.put(new TableId(s.schemaName(), s.tableName()), new Entry(task, s)));
    }
    return entries;
  }
}
