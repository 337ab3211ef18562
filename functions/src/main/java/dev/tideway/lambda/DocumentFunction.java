package dev.tideway.lambda;

/** Plan and the end: what is worked out from what lies in the bucket, and written there. */
public final class DocumentFunction extends ActionsFunction {}
