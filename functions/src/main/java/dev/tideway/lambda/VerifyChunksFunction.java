package dev.tideway.lambda;

/** Verify and Cutover, inside the VPC: compares one batch of chunks. Many run at once, so that it is a function of its own. */
public final class VerifyChunksFunction extends ActionsFunction {}
