/** Waiting without polling: tokens parked with a condition and guards, and the function that wakes them. */
package dev.tideway.waiting;
