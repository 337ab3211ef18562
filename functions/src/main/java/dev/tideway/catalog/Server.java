package dev.tideway.catalog;

import java.util.Map;
import java.util.Set;

/**
 * One server's facts.
 *
 * @param flavour what it is
 * @param version {@code VERSION()} as printed
 * @param variables global variables that the checks read, by lower-case name
 * @param collations names it knows (SHOW COLLATION)
 * @param charsets names it knows (SHOW CHARACTER SET)
 */
public record Server(
    Flavour flavour, String version, Map<String, String> variables, Set<String> collations, Set<String> charsets) {}
