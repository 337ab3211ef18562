/** The decisions before anything is created: the plan, its estimates, and the findings that a person has accepted. */
package dev.tideway.plan;
