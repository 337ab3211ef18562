/**
 * Real database servers on this machine, without containers: six sources and a TiDB, fetched or built when first asked for and cached; and the referee that compares two of them row by row.
 *
 * <p>Nothing here uses the code of the functions: what judges a migration must not share its mistakes.
 */
package dev.tideway.local.servers;
