/**
 * One execution: the request and the validated {@code Migration}, the lock of the migration's name, the time left, and the clients for the resources that the environment names.
 */
package dev.tideway.run;
