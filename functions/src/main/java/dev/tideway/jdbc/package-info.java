/** Connections to both databases, and the one place where identifiers are quoted. */
package dev.tideway.jdbc;
