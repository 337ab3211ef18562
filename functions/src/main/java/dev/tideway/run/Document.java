package dev.tideway.run;

/**
 * A file of a migration that people read or run, and Tideway does not read again.
 *
 * @param name below the prefix of the execution
 * @param contentType its MIME type
 */
public record Document(String name, String contentType) {}
