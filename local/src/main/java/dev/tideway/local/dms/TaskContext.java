package dev.tideway.local.dms;

/**
 * What the parts of one run of a task share.
 *
 * @param resourceId the last part of the task's ARN
 * @param source the source, its secret read when the run began
 * @param target the target
 * @param mappings which tables
 * @param settings how
 * @param capturesChanges whether changes follow the load
 * @param progress where the run tells how far it is
 * @param policies what errors do
 * @param faults what a test wants to go wrong
 */
record TaskContext(String resourceId, EndpointAddress source, EndpointAddress target, LocalTableMappings mappings, LocalTaskSettings settings,
    boolean capturesChanges, TaskProgress progress, ErrorPolicies policies, Faults faults) {}
