/** The whole application on one machine, over real databases. */
package dev.tideway.local;
