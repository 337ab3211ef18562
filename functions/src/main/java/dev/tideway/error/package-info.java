/** What can go wrong, sorted by what follows: another try, or a person; codes of errors and findings, and findings themselves. Class names are the state machine's error names. */
package dev.tideway.error;
