/**
 * Real database servers on this machine, without containers: six sources and a TiDB, fetched or built on first use and cached; and an
 * independent comparison of two servers, row by row.
 *
 * <p>Nothing here uses the code of the functions: a check of a migration must not have the same bugs as the migration.
 */
package dev.tideway.local.servers;
