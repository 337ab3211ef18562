package dev.tideway.verify;

/** What a row's text is made of. */
enum Form {
  /** Every column, JSON as the server prints it: equal digests mean equal rows, different ones may be printed differently. */
  printed,
  /** Every column but JSON, which is fingerprinted by value. */
  values,
  /** As {@link #values}, with FLOAT values in the six digits that servers print. */
  rounded
}
