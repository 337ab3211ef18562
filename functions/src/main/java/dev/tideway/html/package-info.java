/** Self-contained pages for people. */
package dev.tideway.html;
