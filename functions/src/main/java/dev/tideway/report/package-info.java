/** What people read: the plan before anything is created, the report afterwards; JSON for programs, one self-contained page for people. */
package dev.tideway.report;
