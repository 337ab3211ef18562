/** The narrow interfaces by which the parts of the local cloud know each other. */
package dev.tideway.local.aws;
