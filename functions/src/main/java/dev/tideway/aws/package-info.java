/** Small interfaces to AWS services: objects, secrets, events, and the state of resources in DMS and CloudWatch. */
package dev.tideway.aws;
