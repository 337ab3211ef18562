/** The handlers: each decodes its input, calls a subsystem, and encodes the answer. Nobody else knows AWS Lambda. */
package dev.tideway.lambda;
