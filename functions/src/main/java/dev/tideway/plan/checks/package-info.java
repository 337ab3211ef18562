/** The checks of both databases that decide whether a migration can succeed. */
package dev.tideway.plan.checks;
