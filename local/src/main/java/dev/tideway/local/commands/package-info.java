/** The verbs of {@code ./tideway} beside the demo: verify, schema drift, schedule, uninstall, and how they reach databases and AWS. */
package dev.tideway.local.commands;
