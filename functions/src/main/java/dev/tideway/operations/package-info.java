/** What people are told: messages, the report, links into the console. */
package dev.tideway.operations;
