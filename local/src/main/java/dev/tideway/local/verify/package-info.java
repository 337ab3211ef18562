/** The verb {@code verify}: compares any two MySQL-compatible databases from this machine, with the application's own code. */
package dev.tideway.local.verify;
