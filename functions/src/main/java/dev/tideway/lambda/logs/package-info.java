/** The functions' log: slf4j's lines as JSON, with the members of Powertools for AWS Lambda. */
package dev.tideway.lambda.logs;
