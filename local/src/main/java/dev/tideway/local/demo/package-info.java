/**
 * {@code ./tideway demo}: a real migration from start to end, watched from the outside as a person would; and the databases to migrate, sample and random ones, filled and written to
 * meanwhile.
 */
package dev.tideway.local.demo;
