/** Rows as both servers see them: the text of a value that is equal where the values are equal, keys, and literals. */
package dev.tideway.model.rows;
