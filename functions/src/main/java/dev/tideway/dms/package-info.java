/** Replication through AWS DMS: the tasks, the instance and endpoints they need, their life from the first start to the removal. */
package dev.tideway.dms;
