/** Information for people: messages, the report, links to the console. */
package dev.tideway.operations;
