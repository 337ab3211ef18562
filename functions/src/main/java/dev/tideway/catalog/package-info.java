/** What the databases hold: the inventory of the source and the facts of the target, as records every phase may read. */
package dev.tideway.catalog;
