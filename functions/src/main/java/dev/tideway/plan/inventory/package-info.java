/** Connects to both databases and reads their inventory. */
package dev.tideway.plan.inventory;
