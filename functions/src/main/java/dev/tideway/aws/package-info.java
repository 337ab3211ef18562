/** The AWS services every phase needs, behind narrow interfaces: objects, secrets, the lock, the clock of a Lambda. */
package dev.tideway.aws;
