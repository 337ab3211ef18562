/** Reads a schema back from the target and compares it with what it must be. */
package dev.tideway.schema.drift;
