/** The checks that decide whether a migration can succeed, before anything is created. */
package dev.tideway.preflight;
