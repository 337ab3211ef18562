/** The commands of {@code ./tideway} except the demo: verify, schema drift, schedule, uninstall, and their connections to databases and AWS. */
package dev.tideway.local.commands;
