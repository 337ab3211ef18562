/** Databases to migrate: the demo's own and random ones, filled, and written to while they are migrated. */
package dev.tideway.local.sample;
