/**
 * Real database servers on this machine (MariaDB, MySQL, TiDB), and the referee that compares two of them row by row.
 *
 * <p>Nothing here uses the code of the functions: what judges a migration must not share its mistakes.
 */
package dev.tideway.local.database;
