/** AWS on one machine: the template's stack in moto, behind a gateway that runs functions, routes events and enforces IAM. */
package dev.tideway.local.cloud;
