/** Rows on both servers: texts of values that are equal if the values are equal, keys, and literals. */
package dev.tideway.model.rows;
