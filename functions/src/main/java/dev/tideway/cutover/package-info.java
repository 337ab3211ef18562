/** Cutover: the source's freeze, what cascades did behind the binlog's back, and the target's next AUTO_INCREMENT values. */
package dev.tideway.cutover;
