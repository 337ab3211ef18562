/** Connections to both databases, the authorities that vouch for them, what their errors mean, and the one place where identifiers are quoted. */
package dev.tideway.jdbc;
