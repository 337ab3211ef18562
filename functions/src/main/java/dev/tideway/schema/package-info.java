/** The target's tables: converted from the inventory, tried in a scratch database, created, indexed and tied together. */
package dev.tideway.schema;
