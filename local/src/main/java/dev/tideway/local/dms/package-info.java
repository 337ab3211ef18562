/**
 * A stand-in for AWS DMS that implements the API's JSON and really moves rows: first the full load, then the changes of the binlog, with
 * DMS's documented behaviour and faults.
 */
package dev.tideway.local.dms;
