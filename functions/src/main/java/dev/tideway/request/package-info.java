/** The request: what a person asks for, what is wrong with it, and the validated {@code Migration} the phases work on. */
package dev.tideway.request;
