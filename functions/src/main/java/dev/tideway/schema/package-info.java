/** The target's tables: their conversion from the inventory, the dry run in a scratch database, and the creation of tables, indexes, foreign keys and views. */
package dev.tideway.schema;
