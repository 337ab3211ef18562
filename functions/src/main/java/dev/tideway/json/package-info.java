/** JSON in and out: a strict mapper for what people write, a lenient one for what another release of Tideway may have written. */
package dev.tideway.json;
