/** Replication through AWS DMS: tasks, and the instance and endpoints that they need, from creation to removal. */
package dev.tideway.dms;
