/** AWS services behind narrow interfaces: objects, secrets, events, what DMS and CloudWatch say of resources. */
package dev.tideway.aws;
