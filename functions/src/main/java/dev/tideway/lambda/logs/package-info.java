/** The functions' log: the lines of slf4j as JSON, with the members of Powertools for AWS Lambda. */
package dev.tideway.lambda.logs;
