/** The handlers: each decodes its input, calls a subsystem, and encodes the result. No other package uses AWS Lambda's API. */
package dev.tideway.lambda;
