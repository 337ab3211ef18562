package dev.tideway.verify;

/** What both sides answered. */
record PerSide<T>(T source, T target) {}
