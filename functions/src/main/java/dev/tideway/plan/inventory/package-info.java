/** Reaches both databases and takes the inventory of them. */
package dev.tideway.plan.inventory;
