/** What databases hold: schemas, tables, columns, keys, positions and sides as records, and the readers of both catalogs. */
package dev.tideway.model;
