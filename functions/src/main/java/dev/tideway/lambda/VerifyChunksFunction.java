package dev.tideway.lambda;

/** Verify and Cutover, inside the VPC: compares one batch of chunks. Separate from the other functions because many of its invocations run at the same time. */
public final class VerifyChunksFunction extends ActionsFunction {}
