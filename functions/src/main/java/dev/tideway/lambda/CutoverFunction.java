package dev.tideway.lambda;

/** Cutover, inside the VPC: repairs cascades and sets the next AUTO_INCREMENT values. */
public final class CutoverFunction extends ActionsFunction {}
