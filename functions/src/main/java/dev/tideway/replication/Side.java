package dev.tideway.replication;

/** Which end of the replication an endpoint is. Named as DMS names EndpointType. */
enum Side {
  /** The database to read. */
  source,
  /** The TiDB to fill. */
  target
}
