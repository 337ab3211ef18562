package dev.tideway.local.dms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import java.util.Map;
import java.util.Set;

/**
 * A task's settings: DMS's defaults, overlaid with the caller's values. An unknown key, a value of the wrong type and a value that this
 * stand-in does not implement are refused, so that no test passes with a setting that has no effect.
 *
 * <p>Source: DMS user guide, "Task settings example" and the page of each section.
 */
final class LocalTaskSettings {
  private static final String DEFAULTS = """
      {
        "TargetMetadata": {
          "TargetSchema": "", "SupportLobs": true, "FullLobMode": false, "LobChunkSize": 0, "LimitedSizeLobMode": true,
          "LobMaxSize": 32, "InlineLobMaxSize": 0, "LoadMaxFileSize": 0, "ParallelLoadThreads": 0, "ParallelLoadBufferSize": 0,
          "ParallelLoadQueuesPerThread": 0, "ParallelApplyThreads": 0, "ParallelApplyBufferSize": 0,
          "ParallelApplyQueuesPerThread": 0, "BatchApplyEnabled": false, "TaskRecoveryTableEnabled": false
        },
        "FullLoadSettings": {
          "TargetTablePrepMode": "DO_NOTHING", "CreatePkAfterFullLoad": false, "StopTaskCachedChangesApplied": false,
          "StopTaskCachedChangesNotApplied": false, "MaxFullLoadSubTasks": 8, "TransactionConsistencyTimeout": 600,
          "CommitRate": 10000
        },
        "Logging": {
          "EnableLogging": false, "EnableLogContext": false, "LogComponents": [], "CloudWatchLogGroup": null,
          "CloudWatchLogStream": null
        },
        "ControlTablesSettings": {
          "ControlSchema": "", "HistoryTimeslotInMinutes": 5, "HistoryTableEnabled": false, "SuspendedTablesTableEnabled": false,
          "StatusTableEnabled": false, "FullLoadExceptionTableEnabled": false, "CommitPositionTableEnabled": false
        },
        "StreamBufferSettings": {"StreamBufferCount": 3, "StreamBufferSizeInMB": 8, "CtrlStreamBufferSizeInMB": 5},
        "ChangeProcessingDdlHandlingPolicy": {
          "HandleSourceTableDropped": true, "HandleSourceTableTruncated": true, "HandleSourceTableAltered": true
        },
        "ErrorBehavior": {
          "DataErrorPolicy": "LOG_ERROR", "DataTruncationErrorPolicy": "LOG_ERROR", "DataMaskingErrorPolicy": "STOP_TASK",
          "DataErrorEscalationPolicy": "SUSPEND_TABLE", "DataErrorEscalationCount": 0, "EventErrorPolicy": "IGNORE",
          "TableErrorPolicy": "SUSPEND_TABLE", "TableErrorEscalationPolicy": "STOP_TASK", "TableErrorEscalationCount": 0,
          "RecoverableErrorCount": -1, "RecoverableErrorInterval": 5, "RecoverableErrorThrottling": true,
          "RecoverableErrorThrottlingMax": 1800, "RecoverableErrorStopRetryAfterThrottlingMax": true,
          "ApplyErrorDeletePolicy": "IGNORE_RECORD", "ApplyErrorInsertPolicy": "LOG_ERROR", "ApplyErrorUpdatePolicy": "LOG_ERROR",
          "ApplyErrorEscalationPolicy": "LOG_ERROR", "ApplyErrorEscalationCount": 0, "ApplyErrorFailOnTruncationDdl": false,
          "FullLoadIgnoreConflicts": true, "FailOnTransactionConsistencyBreached": false, "FailOnNoTablesCaptured": true
        },
        "ChangeProcessingTuning": {
          "BatchApplyPreserveTransaction": true, "BatchApplyTimeoutMin": 1, "BatchApplyTimeoutMax": 30, "BatchApplyMemoryLimit": 500,
          "BatchSplitSize": 0, "MinTransactionSize": 1000, "CommitTimeout": 1, "MemoryLimitTotal": 1024, "MemoryKeepTime": 60,
          "StatementCacheSize": 50, "RecoveryTimeout": -1
        },
        "ValidationSettings": {
          "EnableValidation": false, "ValidationMode": "ROW_LEVEL", "ThreadCount": 5, "FailureMaxCount": 10000,
          "TableFailureMaxCount": 1000, "HandleCollationDiff": false, "ValidationOnly": false, "RecordFailureDelayLimitInMinutes": 0,
          "RecordFailureDelayInMinutes": 5, "RecordSuspendDelayInMinutes": 30, "MaxKeyColumnSize": 8096, "PartitionSize": 10000,
          "SkipLobColumns": false, "ValidationPartialLobSize": 0, "ValidationQueryCdcDelaySeconds": 0
        },
        "TTSettings": {"EnableTT": false, "TTS3Settings": null, "TTRecordSettings": null},
        "PostProcessingRules": null, "CharacterSetSettings": null, "LoopbackPreventionSettings": null, "BeforeImageSettings": null,
        "FailTaskWhenCleanTaskResourceFailed": false
      }
      """;

  private static final Set<String> DATA_POLICIES = Set.of("IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK");
  private static final Set<String> TABLE_POLICIES = Set.of("SUSPEND_TABLE", "STOP_TASK");

  private static final Map<String, Set<String>> CHOICES = Map.ofEntries(
      Map.entry("TargetTablePrepMode", Set.of("DO_NOTHING", "TRUNCATE_BEFORE_LOAD")),
      Map.entry("DataErrorPolicy", DATA_POLICIES),
      Map.entry("DataTruncationErrorPolicy", DATA_POLICIES),
      Map.entry("DataMaskingErrorPolicy", DATA_POLICIES),
      Map.entry("DataErrorEscalationPolicy", DATA_POLICIES),
      Map.entry("EventErrorPolicy", Set.of("IGNORE", "STOP_TASK")),
      Map.entry("TableErrorPolicy", TABLE_POLICIES),
      Map.entry("TableErrorEscalationPolicy", Set.of("STOP_TASK")),
      Map.entry("ApplyErrorDeletePolicy", DATA_POLICIES),
      Map.entry("ApplyErrorInsertPolicy", Set.of("IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK", "INSERT_RECORD")),
      Map.entry("ApplyErrorUpdatePolicy", Set.of("IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK", "UPDATE_RECORD")),
      Map.entry("ApplyErrorEscalationPolicy", Set.of("LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK")),
      Map.entry("ValidationMode", Set.of("ROW_LEVEL", "TABLE_LEVEL")));

  private record Range(long least, long most) {}

  private static final Map<String, Range> RANGES = Map.of(
      "LobMaxSize", new Range(0, 102_400),
      "MaxFullLoadSubTasks", new Range(1, 49),
      "CommitRate", new Range(1, 50_000),
      "TransactionConsistencyTimeout", new Range(0, Integer.MAX_VALUE),
      "RecoverableErrorCount", new Range(-1, Integer.MAX_VALUE),
      "RecoverableErrorInterval", new Range(1, Integer.MAX_VALUE),
      "RecoverableErrorThrottlingMax", new Range(1, Integer.MAX_VALUE),
      "MinTransactionSize", new Range(1, Integer.MAX_VALUE));

  /** Settings with only one implemented value: any other value is refused. */
  private static final Set<String> FIXED = Set.of("TargetSchema", "BatchApplyEnabled", "TaskRecoveryTableEnabled",
      "ParallelLoadThreads", "ParallelLoadBufferSize", "ParallelLoadQueuesPerThread", "ParallelApplyThreads",
      "ParallelApplyBufferSize", "ParallelApplyQueuesPerThread", "CreatePkAfterFullLoad", "HistoryTableEnabled",
      "SuspendedTablesTableEnabled", "StatusTableEnabled", "FullLoadExceptionTableEnabled", "CommitPositionTableEnabled",
      "EnableValidation", "ValidationOnly", "EnableTT", "TTS3Settings", "TTRecordSettings", "PostProcessingRules",
      "CharacterSetSettings", "LoopbackPreventionSettings", "BeforeImageSettings");

  private static final Set<String> LOG_COMPONENTS = Set.of("SOURCE_UNLOAD", "SOURCE_CAPTURE", "TARGET_LOAD", "TARGET_APPLY",
      "TASK_MANAGER", "TRANSFORMATION", "IO", "PERFORMANCE", "SORTER", "REST_SERVER", "VALIDATOR_EXT", "TABLES_MANAGER",
      "METADATA_MANAGER", "FILE_FACTORY", "FILE_TRANSFER", "ADDONS", "COMMON", "DATA_STRUCTURE", "COMMUNICATION", "DATA_RESYNC",
      "DATA_VALIDATION");

  private static final Set<String> LOG_SEVERITIES = Set.of("LOGGER_SEVERITY_ERROR", "LOGGER_SEVERITY_WARNING", "LOGGER_SEVERITY_INFO",
      "LOGGER_SEVERITY_DEFAULT", "LOGGER_SEVERITY_DEBUG", "LOGGER_SEVERITY_DETAILED_DEBUG");

  private final ObjectNode document;

  private LocalTaskSettings(ObjectNode document) {
    this.document = document;
  }

  static LocalTaskSettings parse(String json) throws AwsError {
    JsonNode sent;
    ObjectNode merged;
    try {
      merged = (ObjectNode) Requests.JSON.readTree(DEFAULTS);
      sent = Requests.JSON.readTree(json.isBlank() ? "{}" : json);
    } catch (JsonProcessingException e) {
      throw Requests.invalid("Invalid task settings JSON: " + e.getOriginalMessage());
    }
    if (!sent.isObject()) {
      throw Requests.invalid("Invalid task settings JSON: an object is expected.");
    }
    overlay(merged, (ObjectNode) sent, "");
    var settings = new LocalTaskSettings(merged);
    settings.checkCombinations();
    return settings;
  }

  private static void overlay(ObjectNode known, ObjectNode sent, String path) throws AwsError {
    for (var entry : sent.properties()) {
      String key = entry.getKey();
      String where = path + key;
      if (!known.has(key)) {
        throw Requests.invalid("Invalid task settings: unknown setting " + where);
      }
      JsonNode standard = known.get(key);
      JsonNode value = entry.getValue();
      if (standard.isObject()) {
        if (!value.isObject()) {
          throw Requests.invalid("Invalid task settings: " + where + " must be an object");
        }
        overlay((ObjectNode) standard, (ObjectNode) value, where + ".");
      } else {
        check(key, where, standard, value);
        known.set(key, value);
      }
    }
  }

  private static void check(String key, String where, JsonNode standard, JsonNode value) throws AwsError {
    boolean sameType = standard.isNull() ? value.isNull() || value.isTextual() || value.isObject() || value.isArray()
        : standard.getNodeType() == value.getNodeType() && standard.isIntegralNumber() == value.isIntegralNumber();
    if (!sameType) {
      throw Requests.invalid("Invalid task settings: " + where + " has a value of the wrong type: " + value);
    }
    if (FIXED.contains(key) && !value.equals(standard)) {
      throw Requests.invalid("Invalid task settings: this service does not honour " + where + " = " + value);
    }
    Set<String> choices = CHOICES.get(key);
    if (choices != null && !choices.contains(value.asText())) {
      throw Requests.invalid("Invalid task settings: " + where + " = " + value + "; allowed: " + choices.stream().sorted().toList());
    }
    Range range = RANGES.get(key);
    if (range != null && (value.asLong() < range.least() || value.asLong() > range.most())) {
      throw Requests.invalid("Invalid task settings: " + where + " = " + value + " is not within " + range.least() + ".."
          + range.most());
    }
    if (key.equals("LogComponents")) {
      for (JsonNode component : value) {
        Requests.onlyMembers(component, where, Set.of("Id", "Severity"));
        Requests.oneOf(where + ".Id", component.path("Id").asText(), LOG_COMPONENTS);
        Requests.oneOf(where + ".Severity", component.path("Severity").asText(), LOG_SEVERITIES);
      }
    }
  }

  private void checkCombinations() throws AwsError {
    if (flag("TargetMetadata", "FullLobMode") && flag("TargetMetadata", "LimitedSizeLobMode") && supportsLobs()) {
      throw Requests.invalid("Invalid task settings: FullLobMode and LimitedSizeLobMode cannot both be true");
    }
    if (stopAfterLoad() && stopAfterCachedChanges()) {
      throw Requests.invalid(
          "Invalid task settings: StopTaskCachedChangesApplied and StopTaskCachedChangesNotApplied cannot both be true");
    }
    if (!document.path("Logging").path("EnableLogging").asBoolean() && !document.path("Logging").path("LogComponents").isEmpty()) {
      throw Requests.invalid("Invalid task settings: LogComponents need EnableLogging");
    }
  }

  /** The whole document, as Describe returns it. */
  String json() {
    return document.toString();
  }

  boolean flag(String section, String key) {
    return document.path(section).path(key).asBoolean();
  }

  int number(String section, String key) {
    return document.path(section).path(key).asInt();
  }

  String choice(String section, String key) {
    return document.path(section).path(key).asText();
  }

  boolean supportsLobs() {
    return flag("TargetMetadata", "SupportLobs");
  }

  boolean fullLobs() {
    return flag("TargetMetadata", "FullLobMode");
  }

  /** The longest LOB in bytes under limited LOB mode. */
  int lobMaxBytes() {
    return number("TargetMetadata", "LobMaxSize") * 1024;
  }

  boolean truncatesTarget() {
    return choice("FullLoadSettings", "TargetTablePrepMode").equals("TRUNCATE_BEFORE_LOAD");
  }

  boolean stopAfterLoad() {
    return flag("FullLoadSettings", "StopTaskCachedChangesNotApplied");
  }

  boolean stopAfterCachedChanges() {
    return flag("FullLoadSettings", "StopTaskCachedChangesApplied");
  }

  /** The schema of DMS's own tables on the target. */
  String controlSchema() {
    String named = choice("ControlTablesSettings", "ControlSchema");
    return named.isEmpty() ? "awsdms_control" : named;
  }

  String policy(String key) {
    return choice("ErrorBehavior", key);
  }
}
