package dev.tideway.local.dms;

/**
 * What the parts of one run of a task share.
 *
 * @param resourceId the last part of the task's ARN
 * @param source the source; its secret was read when the run began
 * @param target the target
 * @param mappings the selected tables
 * @param settings the task's settings
 * @param capturesChanges whether changes follow the load
 * @param progress receives the run's progress
 * @param policies the actions for errors
 * @param faults the faults that a test has switched on
 */
record TaskContext(String resourceId, EndpointAddress source, EndpointAddress target, LocalTableMappings mappings, LocalTaskSettings settings,
    boolean capturesChanges, TaskProgress progress, ErrorPolicies policies, Faults faults) {}
