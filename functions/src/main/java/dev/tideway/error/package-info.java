/** Errors, grouped by the reaction to them: another try, or a person. Also codes of errors and findings, and the findings. Class names are the error names in the state machine. */
package dev.tideway.error;
