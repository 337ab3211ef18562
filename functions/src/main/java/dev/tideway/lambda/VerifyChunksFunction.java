package dev.tideway.lambda;

/** Verify and Cutover, inside the VPC: compares one batch of chunks. Separate from the other functions because many of it run at a time. */
public final class VerifyChunksFunction extends ActionsFunction {}
