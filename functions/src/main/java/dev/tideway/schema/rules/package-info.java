/** The conversion of a schema model: small named rules, and what they know about the target. */
package dev.tideway.schema.rules;
