package dev.tideway.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.model.rows.ApplyExceptions;

/**
 * The ReplicationTaskSettings document. Whatever Tideway relies on is written out, DMS's default or not, so that a changed
 * default changes nothing here.
 *
 * <p>Source: AWS DMS user guide, "Specifying task settings for AWS DMS tasks" and the page of each section.
 */
final class TaskSettings {
  private TaskSettings() {}

  /** Of a task that loads, stops for the index build and then follows the changes. */
  static ObjectNode of(LobLimits lobs) {
    return settings(lobs, true);
  }

  /** Of a task that loads once and ends. Emptying the tables first makes a second load, after a crash, the same as one. */
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
    // Tideway verifies by itself, against the live source, JSON and key-less tables included
    settings.set("ValidationSettings", Json.object().put("EnableValidation", false));
    return settings;
  }

  private static ObjectNode targetMetadata(LobLimits lobs) {
    return Json.object()
        .put("SupportLobs", true)
        .put("FullLobMode", lobs.full())
        .put("LimitedSizeLobMode", !lobs.full())
        .put("LobMaxSize", lobs.maxKb())
        // KB of one piece in full LOB mode
        .put("LobChunkSize", 64)
        // batches reorder changes between tables and hide which row failed
        .put("BatchApplyEnabled", false);
  }

  private static ObjectNode fullLoad(LobLimits lobs, boolean changes) {
    return Json.object()
        // Plan has proved every target table empty or Tideway's own, and reloads need it
        .put("TargetTablePrepMode", "TRUNCATE_BEFORE_LOAD")
        .put("CreatePkAfterFullLoad", false)
        .put("StopTaskCachedChangesApplied", false)
        // secondary indexes are built while the task stands still, before the first change is applied; a load alone caches none
        .put("StopTaskCachedChangesNotApplied", changes)
        .put("MaxFullLoadSubTasks", lobs.parallel())
        // seconds to wait for transactions open at the start; DMS's default
        .put("TransactionConsistencyTimeout", 600)
        .put("CommitRate", lobs.commitRate());
  }

  private static ObjectNode changeProcessing() {
    return Json.object()
        // changes per target transaction; DMS's default
        .put("MinTransactionSize", 1000)
        // seconds: the drain at the cutover waits for it
        .put("CommitTimeout", 1)
        // MB and seconds a transaction may stay in memory before it goes to disk; DMS's defaults
        .put("MemoryLimitTotal", 1024)
        .put("MemoryKeepTime", 60)
        .put("StatementCacheSize", 50);
  }

  private static ObjectNode ddlHandling() {
    return Json.object()
        // tables of the target are Tideway's: a drop or an alteration on the source is a finding, not a silent change
        .put("HandleSourceTableDropped", false)
        .put("HandleSourceTableAltered", false)
        // rows of a truncated table are gone on the source, so they must go here
        .put("HandleSourceTableTruncated", true);
  }
}
