/** The whole application on one machine, with real databases. */
package dev.tideway.local;
