/** One execution: the request and the validated {@code Migration}, the lock of its name, the time it has, and what its environment names. */
package dev.tideway.run;
