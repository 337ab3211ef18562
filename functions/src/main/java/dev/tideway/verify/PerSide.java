package dev.tideway.verify;

/** The results of both sides. */
record PerSide<T>(T source, T target) {}
