/** Cutover: the source's freeze, the changes of cascades that are not in the binlog, and the target's next AUTO_INCREMENT values. */
package dev.tideway.cutover;
