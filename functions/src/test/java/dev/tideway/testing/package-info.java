/** Fakes of narrow interfaces, which the tests of both modules use. */
package dev.tideway.testing;
