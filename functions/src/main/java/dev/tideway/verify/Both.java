package dev.tideway.verify;

/** What both sides answered. */
record Both<T>(T source, T target) {}
