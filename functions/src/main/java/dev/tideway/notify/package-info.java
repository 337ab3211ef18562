/** Telling people: progress events, messages, and what each error means. */
package dev.tideway.notify;
