/**
 * Verification: are the rows of both databases equal, while writes go on? Chunks of key ranges are compared by one digest per side;
 * what differs is looked at row by row until it agrees or stays different.
 */
package dev.tideway.verify;
