/** Connections to both databases, the certificate authorities of their servers, the meaning of their errors, and the only class that quotes identifiers. */
package dev.tideway.jdbc;
