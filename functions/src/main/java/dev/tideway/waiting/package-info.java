/** Waiting without polling: stored tokens with a condition and guards, and the evaluation that answers them. */
package dev.tideway.waiting;
