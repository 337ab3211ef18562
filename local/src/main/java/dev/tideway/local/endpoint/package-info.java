/** The two databases that a verb without AWS is told to look at. */
package dev.tideway.local.endpoint;
