/** Tideway: migrates MySQL-compatible databases into TiDB Cloud through AWS DMS. */
package dev.tideway;
