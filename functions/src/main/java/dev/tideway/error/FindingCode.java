package dev.tideway.error;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every kind of finding: a code that never changes its meaning, who acts, and whether a request may accept a blocker of it. docs/findings.md explains each. The constants are in
 * the order of the codes. The code alone does not determine a finding's severity.
 */
public enum FindingCode {
  MEMBER_MISSING("TW-P001", Actor.OPERATOR, Acceptable.NO),
  MEMBER_UNKNOWN("TW-P002", Actor.OPERATOR, Acceptable.NO),
  WRONG_TYPE("TW-P003", Actor.OPERATOR, Acceptable.NO),
  OUT_OF_RANGE("TW-P004", Actor.OPERATOR, Acceptable.NO),
  NAME_UNUSABLE("TW-P005", Actor.OPERATOR, Acceptable.NO),
  SELECTION_NOT_EXACT("TW-P006", Actor.OPERATOR, Acceptable.NO),
  SYSTEM_SCHEMA_REQUESTED("TW-P007", Actor.OPERATOR, Acceptable.NO),
  SECRET_WITHOUT_ARN("TW-P008", Actor.OPERATOR, Acceptable.NO),
  SCHEMA_NOT_FOUND("TW-P010", Actor.OPERATOR, Acceptable.NO),
  TABLE_NOT_FOUND("TW-P011", Actor.OPERATOR, Acceptable.NO),
  NO_TABLE_SELECTED("TW-P012", Actor.OPERATOR, Acceptable.NO),
  LOBS_SAMPLED("TW-P013", Actor.NOBODY, Acceptable.YES),
  SEQUENCE("TW-P014", Actor.TARGET, Acceptable.YES),
  INVISIBLE_COLUMN("TW-P015", Actor.SOURCE, Acceptable.YES),
  SYSTEM_VERSIONED_TABLE("TW-P016", Actor.SOURCE, Acceptable.YES),
  PROGRAMS("TW-P017", Actor.APPLICATION, Acceptable.YES),
  VIEW_UNREADABLE("TW-P018", Actor.SOURCE, Acceptable.YES),
  SOURCE_VERSION("TW-P020", Actor.SOURCE, Acceptable.NO),
  BINLOG_OFF("TW-P022", Actor.SOURCE, Acceptable.NO),
  BINLOG_FORMAT("TW-P023", Actor.SOURCE, Acceptable.NO),
  BINLOG_ROW_IMAGE("TW-P024", Actor.SOURCE, Acceptable.NO),
  SERVER_ID_ZERO("TW-P025", Actor.SOURCE, Acceptable.NO),
  BINLOG_RETENTION("TW-P026", Actor.SOURCE, Acceptable.YES),
  BINLOG_COMPRESSED("TW-P027", Actor.SOURCE, Acceptable.NO),
  PARTIAL_JSON("TW-P028", Actor.SOURCE, Acceptable.NO),
  AURORA_READER("TW-P029", Actor.OPERATOR, Acceptable.YES),
  TARGET_VERSION("TW-P040", Actor.TARGET, Acceptable.NO),
  TARGET_TABLE_WITH_ROWS("TW-P041", Actor.TARGET, Acceptable.NO),
  TARGET_TABLE_EMPTY("TW-P042", Actor.TARGET, Acceptable.NO),
  SYSTEM_SCHEMA("TW-P050", Actor.OPERATOR, Acceptable.NO),
  PATTERN("TW-P051", Actor.OPERATOR, Acceptable.NO),
  NO_KEY("TW-P060", Actor.SOURCE, Acceptable.NO),
  NAMES_DIFFER_IN_CASE("TW-P061", Actor.SOURCE, Acceptable.NO),
  NAME_WITH_QUOTE("TW-P062", Actor.SOURCE, Acceptable.NO),
  ENGINE_WITHOUT_TRANSACTIONS("TW-P063", Actor.SOURCE, Acceptable.YES),
  VALUE_TOO_LARGE("TW-P064", Actor.SOURCE, Acceptable.YES),
  COLLATION_REPLACED("TW-P070", Actor.NOBODY, Acceptable.YES),
  COLLATION_COMPARES_OTHERWISE("TW-P071", Actor.SOURCE, Acceptable.YES),
  COLLATION_UNKNOWN("TW-P072", Actor.SOURCE, Acceptable.NO),
  TYPE_UNKNOWN("TW-P073", Actor.SOURCE, Acceptable.NO),
  TEXT_GROWS("TW-P074", Actor.NOBODY, Acceptable.YES),
  DEFAULT_LEFT_OUT("TW-P075", Actor.APPLICATION, Acceptable.YES),
  COMMENT_CUT("TW-P076", Actor.NOBODY, Acceptable.YES),
  INDEX_LEFT_OUT("TW-P077", Actor.APPLICATION, Acceptable.YES),
  CHECKS_LEFT_OUT("TW-P078", Actor.TARGET, Acceptable.YES),
  PARTITIONS_LEFT_OUT("TW-P079", Actor.APPLICATION, Acceptable.YES),
  COUNTER_WIDENED("TW-P080", Actor.NOBODY, Acceptable.YES),
  PARENT_NOT_SELECTED("TW-P083", Actor.OPERATOR, Acceptable.YES),
  STATEMENT_REFUSED("TW-P090", Actor.SOURCE, Acceptable.NO),
  STATEMENT_WARNED("TW-P091", Actor.OPERATOR, Acceptable.YES),
  TARGET_RIGHT_MISSING("TW-P092", Actor.TARGET, Acceptable.NO),
  CHECK_BROKEN("TW-P099", Actor.DEVELOPERS, Acceptable.YES),
  SECRET_UNUSABLE("TW-P101", Actor.OPERATOR, Acceptable.NO),
  HOST_UNKNOWN("TW-P102", Actor.OPERATOR, Acceptable.NO),
  NOTHING_ANSWERS("TW-P103", Actor.AWS, Acceptable.NO),
  NOT_MYSQL("TW-P104", Actor.OPERATOR, Acceptable.NO),
  LOGIN_REFUSED("TW-P105", Actor.DATABASE, Acceptable.NO),
  TLS_FAILED("TW-P106", Actor.OPERATOR, Acceptable.NO),
  CONNECTION_FAILED("TW-P107", Actor.DATABASE, Acceptable.NO),
  EXPRESSION_INDEX_REWRITTEN("TW-P200", Actor.APPLICATION, Acceptable.YES),
  DESCENDING_INDEX("TW-P201", Actor.APPLICATION, Acceptable.YES),
  EXPRESSION_REWRITTEN("TW-P202", Actor.NOBODY, Acceptable.YES),
  GENERATED_COLUMN_REFUSED("TW-P203", Actor.SOURCE, Acceptable.NO),
  KEY_TOO_LONG("TW-P204", Actor.SOURCE, Acceptable.NO),
  CHECK_CHANGED("TW-P205", Actor.SOURCE, Acceptable.YES),
  PARTITIONS_SIMPLIFIED("TW-P206", Actor.APPLICATION, Acceptable.YES),
  GLOBAL_INDEX("TW-P207", Actor.NOBODY, Acceptable.YES),
  VIEW_DEFINER("TW-P208", Actor.TARGET, Acceptable.YES),
  VIEW_SYNTAX("TW-P209", Actor.SOURCE, Acceptable.NO),
  VIEW_CHECK_OPTION("TW-P210", Actor.APPLICATION, Acceptable.YES),
  FOREIGN_KEY_WITH_PARTITIONS("TW-P211", Actor.SOURCE, Acceptable.YES),
  CHAR_BECOMES_VARCHAR("TW-P212", Actor.NOBODY, Acceptable.YES),
  FOREIGN_KEY_ACTION("TW-P213", Actor.APPLICATION, Acceptable.YES),
  STORAGE_OPTIONS("TW-P215", Actor.NOBODY, Acceptable.YES),
  COMPOSITE_COUNTER("TW-P216", Actor.APPLICATION, Acceptable.YES),
  AUTO_RANDOM("TW-P217", Actor.APPLICATION, Acceptable.YES),
  ROWS_SCATTERED("TW-P218", Actor.OPERATOR, Acceptable.YES),
  QUESTION_MARK("TW-P219", Actor.TARGET, Acceptable.YES),
  ZEROFILL("TW-P221", Actor.APPLICATION, Acceptable.YES),
  RESERVED_COLUMN("TW-P224", Actor.SOURCE, Acceptable.YES),
  EXPRESSION_INDEX_REFUSED("TW-P225", Actor.SOURCE, Acceptable.YES),
  EXPRESSION_NOT_WHOLE("TW-P226", Actor.SOURCE, Acceptable.YES),
  LATIN1_KEPT("TW-P227", Actor.NOBODY, Acceptable.YES),
  VECTOR_COLUMN("TW-P228", Actor.OPERATOR, Acceptable.NO),
  APPLICATION_PERIOD("TW-P229", Actor.APPLICATION, Acceptable.YES),
  IGNORED_INDEX("TW-P230", Actor.NOBODY, Acceptable.YES),
  MEMBERS_READ_ALIKE("TW-P233", Actor.SOURCE, Acceptable.NO),
  DEFINITION_CHANGED("TW-P240", Actor.OPERATOR, Acceptable.YES),
  DEFINITION_OF_ROWS_CHANGED("TW-P241", Actor.SOURCE, Acceptable.YES),
  VIEW_BROKEN_ON_TARGET("TW-P242", Actor.SOURCE, Acceptable.YES),
  CHECK_UNANSWERED("TW-P300", Actor.OPERATOR, Acceptable.YES),
  CHECK_REFUSED("TW-P301", Actor.DATABASE, Acceptable.YES),
  ACCEPTED_NOT_FOUND("TW-P302", Actor.OPERATOR, Acceptable.NO),
  ACCEPTED_IN_VAIN("TW-P303", Actor.OPERATOR, Acceptable.NO),
  SERVER_LOST("TW-P304", Actor.DATABASE, Acceptable.NO),
  OLD_SESSIONS("TW-P310", Actor.SOURCE, Acceptable.YES),
  BINLOG_FILTER("TW-P311", Actor.SOURCE, Acceptable.NO),
  REPLICA_WITHOUT_UPDATES("TW-P312", Actor.SOURCE, Acceptable.NO),
  REPLICA("TW-P313", Actor.OPERATOR, Acceptable.YES),
  ENHANCED_BINLOG("TW-P314", Actor.SOURCE, Acceptable.NO),
  BINLOG_CHECKSUM("TW-P315", Actor.SOURCE, Acceptable.YES),
  TLS_DEMANDED("TW-P316", Actor.OPERATOR, Acceptable.YES),
  XA_PREPARED("TW-P317", Actor.SOURCE, Acceptable.YES),
  LONG_TRANSACTIONS("TW-P318", Actor.SOURCE, Acceptable.YES),
  CONNECTIONS_SCARCE("TW-P319", Actor.DATABASE, Acceptable.YES),
  TIME_ZONE("TW-P320", Actor.SOURCE, Acceptable.YES),
  SQL_MODES_DIFFER("TW-P321", Actor.TARGET, Acceptable.YES),
  PACKET_TOO_SMALL("TW-P322", Actor.DATABASE, Acceptable.YES),
  CAPITAL_LETTERS("TW-P323", Actor.NOBODY, Acceptable.YES),
  BINLOG_SHORTER_THAN_LOAD("TW-P324", Actor.SOURCE, Acceptable.YES),
  BINLOG_SIZE_LIMIT("TW-P325", Actor.SOURCE, Acceptable.YES),
  STATEMENT_TIME_LIMIT("TW-P326", Actor.SOURCE, Acceptable.YES),
  REPLICATION_RIGHT_MISSING("TW-P330", Actor.SOURCE, Acceptable.NO),
  POSITION_RIGHT_MISSING("TW-P331", Actor.SOURCE, Acceptable.YES),
  COLUMNS_UNREADABLE("TW-P332", Actor.SOURCE, Acceptable.NO),
  TRIGGERS_INVISIBLE("TW-P333", Actor.SOURCE, Acceptable.YES),
  SCHEMA_TEST("TW-P334", Actor.OPERATOR, Acceptable.YES),
  SCHEMA_CHANGE_LEFTOVER("TW-P335", Actor.SOURCE, Acceptable.YES),
  SCHEMA_CHANGE_RUNNING("TW-P336", Actor.SOURCE, Acceptable.YES),
  EVENTS_RUNNING("TW-P337", Actor.SOURCE, Acceptable.YES),
  READ_ONLY_BYPASSED("TW-P338", Actor.SOURCE, Acceptable.YES),
  GENERATED_COLUMNS("TW-P340", Actor.NOBODY, Acceptable.YES),
  TOO_MANY_COLUMNS("TW-P341", Actor.SOURCE, Acceptable.NO),
  ROW_TOO_LARGE("TW-P343", Actor.SOURCE, Acceptable.YES),
  ZERO_DATES("TW-P344", Actor.APPLICATION, Acceptable.YES),
  ORPHANS("TW-P345", Actor.SOURCE, Acceptable.YES),
  CASCADES("TW-P346", Actor.NOBODY, Acceptable.YES),
  COUNTER_NEARLY_USED("TW-P347", Actor.SOURCE, Acceptable.YES),
  ONLY_KEYLESS_TABLES("TW-P348", Actor.SOURCE, Acceptable.YES),
  COLUMN_RIGHTS("TW-P349", Actor.TARGET, Acceptable.YES),
  KEYS_COLLIDE("TW-P350", Actor.SOURCE, Acceptable.YES),
  LOOK_INCOMPLETE("TW-P351", Actor.OPERATOR, Acceptable.YES),
  KEYLESS_LOBS("TW-P352", Actor.SOURCE, Acceptable.YES),
  LARGE_BINLOG("TW-P353", Actor.APPLICATION, Acceptable.YES),
  TIME_FRACTIONS("TW-P354", Actor.SOURCE, Acceptable.YES),
  AURORA_SERVERLESS_V1("TW-P355", Actor.AWS, Acceptable.YES),
  INBOUND_RULE_MISSING("TW-P356", Actor.AWS, Acceptable.YES),
  PARAMETER_GROUP("TW-P358", Actor.AWS, Acceptable.YES),
  TARGET_FEATURE_MISSING("TW-P360", Actor.TARGET, Acceptable.YES),
  USER_WITHOUT_PREFIX("TW-P361", Actor.OPERATOR, Acceptable.YES),
  OTHER_REGION("TW-P362", Actor.OPERATOR, Acceptable.YES),
  TLS_UNVERIFIED("TW-P364", Actor.OPERATOR, Acceptable.YES),
  TARGET_PORT("TW-P365", Actor.OPERATOR, Acceptable.YES),
  TARGET_QUOTA("TW-P366", Actor.TARGET, Acceptable.YES),
  WAY_BACK("TW-P367", Actor.TARGET, Acceptable.YES),
  TIME_ZONES_DIFFER("TW-P368", Actor.TARGET, Acceptable.YES),
  COLLATIONS_COMPARE_BYTES("TW-P369", Actor.TARGET, Acceptable.YES),
  CONNECTIONS_CUT("TW-P370", Actor.APPLICATION, Acceptable.YES),
  TARGET_TLS_VERSION("TW-P371", Actor.TARGET, Acceptable.YES),
  INSTANCE_SMALL("TW-P372", Actor.OPERATOR, Acceptable.YES),
  DMS_QUOTA("TW-P380", Actor.AWS, Acceptable.YES),
  DMS_ROLE_MISSING("TW-P381", Actor.AWS, Acceptable.YES),
  INSTANCE_NOT_OFFERED("TW-P382", Actor.OPERATOR, Acceptable.YES),
  ENGINE_TOO_OLD("TW-P383", Actor.OPERATOR, Acceptable.YES),
  SUBNETS_UNFIT("TW-P384", Actor.OPERATOR, Acceptable.YES),
  SECRET_NOT_READABLE("TW-P385", Actor.AWS, Acceptable.YES),
  OUTBOUND_RULE_MISSING("TW-P386", Actor.AWS, Acceptable.YES),
  RESOURCES_EXIST("TW-P387", Actor.OPERATOR, Acceptable.YES),
  NOBODY_SUBSCRIBED("TW-P388", Actor.OPERATOR, Acceptable.YES),
  SECRET_OF_RDS("TW-P389", Actor.OPERATOR, Acceptable.YES),
  ACCOUNT_CHECK_BROKEN("TW-P390", Actor.AWS, Acceptable.YES),
  ENGINE_ENDS("TW-P391", Actor.AWS, Acceptable.YES),
  ACCOUNTS_UNREADABLE("TW-P395", Actor.SOURCE, Acceptable.YES),
  RIGHTS_UNTRANSLATED("TW-P396", Actor.TARGET, Acceptable.YES),
  REQUEST_NAMED_WRONGLY("TW-P410", Actor.OPERATOR, Acceptable.NO),
  REQUEST_NOT_FOUND("TW-P411", Actor.OPERATOR, Acceptable.NO),
  REQUEST_NOT_JSON("TW-P412", Actor.OPERATOR, Acceptable.NO),
  CERTIFICATE_NOT_FOUND("TW-P413", Actor.OPERATOR, Acceptable.NO),
  IMPOSSIBLE_DATES("TW-P416", Actor.APPLICATION, Acceptable.YES),
  TEXT_IS_NO_JSON("TW-P417", Actor.SOURCE, Acceptable.YES),
  COMPARISON_REFUSED("TW-P418", Actor.DATABASE, Acceptable.NO);

  /** Whether the request's {@code accept} can make a blocker a warning. */
  public enum Acceptable {
    /** Yes: the operator may know that the finding does not apply, or may accept its effect. */
    YES,
    /**
     * No: a migration cannot succeed with it: a request that cannot be read, databases that do not answer, changes that cannot be read or applied, tables that would be lost,
     * refused or overwritten.
     */
    NO
  }

  private final String code;
  private final Actor actor;
  private final Acceptable acceptable;

  FindingCode(String code, Actor actor, Acceptable acceptable) {
    this.code = code;
    this.actor = actor;
    this.acceptable = acceptable;
  }

  /** The constant of a code; empty if this release does not know the code. */
  public static Optional<FindingCode> of(String code) {
    return Arrays.stream(values()).filter(f -> f.code.equals(code)).findFirst();
  }

  /** {@code TW-P} and three digits: what people see. */
  public String code() {
    return code;
  }

  /** Who must act on the finding. */
  public Actor actor() {
    return actor;
  }

  /** Whether a request may accept a blocker of it. */
  public Acceptable acceptable() {
    return acceptable;
  }

  @Override
  public String toString() {
    return code;
  }
}
