/**
 * Verification: whether the rows of both databases are equal, while writes continue. Chunks of key ranges are compared by one digest for
 * each side. The rows of a chunk that differs are compared one by one until they agree or stay different.
 */
package dev.tideway.verify;
