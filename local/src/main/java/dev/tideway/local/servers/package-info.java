/** Real database servers without containers: six sources and a TiDB, fetched or built when first asked for, cached, and compared by an independent reader. */
package dev.tideway.local.servers;
