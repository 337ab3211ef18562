package dev.tideway.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.model.rows.ApplyExceptions;

/**
 * The ReplicationTaskSettings document. It contains every setting that Tideway relies on, even if the value is DMS's default, so that a changed default has
 * no effect.
 *
 * <p>Source: AWS DMS user guide, "Specifying task settings for AWS DMS tasks" and the page of each section.
 */
final class TaskSettings {
  private TaskSettings() {}

  /** Settings of a task that loads, stops for the index build and then replicates changes. */
  static ObjectNode of(LobLimits lobs) {
    return settings(lobs, true);
  }

  /** Settings of a task that loads once and ends. It empties the tables first, so a second load after a crash has the same result as one load. */
  static ObjectNode ofReload(LobLimits lobs) {
    return settings(lobs, false);
  }

  private static ObjectNode settings(LobLimits lobs, boolean changes) {
    ObjectNode settings = Json.object();
    settings.set("TargetMetadata", targetMetadata(lobs));
    settings.set("FullLoadSettings", fullLoad(lobs, changes));
    settings.set("Logging", Json.object().put("EnableLogging", true));
    settings.set("ControlTablesSettings", Json.object().put("ControlSchema", ApplyExceptions.CONTROL_SCHEMA));
    settings.set("ChangeProcessingTuning", changeProcessing());
    settings.set("ChangeProcessingDdlHandlingPolicy", ddlHandling());
    settings.set("ErrorBehavior", ErrorBehavior.json());
    // Tideway verifies by itself against the live source, including JSON and tables without a key
    settings.set("ValidationSettings", Json.object().put("EnableValidation", false));
    return settings;
  }

  private static ObjectNode targetMetadata(LobLimits lobs) {
    return Json.object()
        .put("SupportLobs", true)
        .put("FullLobMode", lobs.full())
        .put("LimitedSizeLobMode", !lobs.full())
        .put("LobMaxSize", lobs.maxKb())
        // KB of one piece of a value in full LOB mode
        .put("LobChunkSize", 64)
        // batches reorder changes between tables and hide which row failed
        .put("BatchApplyEnabled", false);
  }

  private static ObjectNode fullLoad(LobLimits lobs, boolean changes) {
    return Json.object()
        // Plan has checked that every target table is empty or Tideway's own, and reloads need this setting
        .put("TargetTablePrepMode", "TRUNCATE_BEFORE_LOAD")
        .put("CreatePkAfterFullLoad", false)
        .put("StopTaskCachedChangesApplied", false)
        // secondary indexes are built while the task is stopped, before DMS applies the first change; a full-load-only task caches no changes
        .put("StopTaskCachedChangesNotApplied", changes)
        .put("MaxFullLoadSubTasks", lobs.parallel())
        // seconds to wait for transactions that are open at the start; DMS's default
        .put("TransactionConsistencyTimeout", 600)
        .put("CommitRate", lobs.commitRate());
  }

  private static ObjectNode changeProcessing() {
    return Json.object()
        // changes per target transaction; DMS's default
        .put("MinTransactionSize", 1000)
        // seconds; the drain at the cutover waits this long
        .put("CommitTimeout", 1)
        // MB and seconds a transaction may stay in memory before it goes to disk; DMS's defaults
        .put("MemoryLimitTotal", 1024)
        .put("MemoryKeepTime", 60)
        .put("StatementCacheSize", 50);
  }

  private static ObjectNode ddlHandling() {
    return Json.object()
        // tables of the target belong to Tideway: DROP or ALTER on the source becomes a finding, and DMS does not apply it silently
        .put("HandleSourceTableDropped", false)
        .put("HandleSourceTableAltered", false)
        // the rows of a truncated table are gone on the source, so they must be removed on the target
        .put("HandleSourceTableTruncated", true);
  }
}
