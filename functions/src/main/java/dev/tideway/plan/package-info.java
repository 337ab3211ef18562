/** What is decided before anything is created: the plan, its estimates, and what a person has accepted. */
package dev.tideway.plan;
