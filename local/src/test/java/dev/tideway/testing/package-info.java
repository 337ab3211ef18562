/** Fakes and servers that tests of several packages share. */
package dev.tideway.testing;
