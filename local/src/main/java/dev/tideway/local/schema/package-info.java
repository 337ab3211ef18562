/** The verbs about schemas, which need two databases and no AWS. */
package dev.tideway.local.schema;
