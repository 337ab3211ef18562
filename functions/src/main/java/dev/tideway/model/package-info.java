/** The contents of databases as records: schemas, tables, columns, keys, positions and sides. Also the readers of both catalogues. */
package dev.tideway.model;
