package dev.tideway.run;

/**
 * A file of a migration that people read or run. Tideway does not read it again.
 *
 * @param name below the prefix of the execution
 * @param contentType its MIME type
 */
public record Document(String name, String contentType) {}
