/** JSON in and out: one strict mapper for requests, states, events and everything kept in S3. */
package dev.tideway.json;
