package dev.tideway.lambda;

/** Plan, Finish and Fail: computes and writes files in the bucket: DDL, tasks, plan, report. */
public final class DocumentFunction extends ActionsFunction {}
