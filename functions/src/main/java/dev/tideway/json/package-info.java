/** Reads and writes JSON: a strict mapper for input from people, and a lenient mapper for data that a different release of Tideway may have written. */
package dev.tideway.json;
