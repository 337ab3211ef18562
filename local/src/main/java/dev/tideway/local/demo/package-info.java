/** {@code ./tideway demo}: a real migration from start to end, watched from the outside as a person would. */
package dev.tideway.local.demo;
