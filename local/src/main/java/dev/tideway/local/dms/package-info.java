/**
 * A stand-in for AWS DMS that speaks the API's JSON and really moves rows: full load, then the changes of the binlog, with DMS's
 * documented habits and faults.
 */
package dev.tideway.local.dms;
