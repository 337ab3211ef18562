/** What can go wrong, sorted by what follows: another try, or a person; and the codes of errors and findings. Class names are the state machine's error names. */
package dev.tideway.error;
