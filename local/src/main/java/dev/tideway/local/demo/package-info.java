/**
 * {@code ./tideway demo}: a real migration from start to end, watched from the outside; and the databases to migrate, sample and random
 * ones, with their initial data and their writers.
 */
package dev.tideway.local.demo;
