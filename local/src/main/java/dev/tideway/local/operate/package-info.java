/** What an operator does to a deployed Tideway, on AWS or in the local cloud of a demo: schedules, and the way out. */
package dev.tideway.local.operate;
