package dev.tideway.verify;

/** The content of a row's text, the fastest form first. If the digests are equal in any form, the rows are equal. */
public enum DigestEncoding {
  /** Every column; JSON, FLOAT and DOUBLE as the server prints them. Different digests may mean equal values in different print. */
  printed,
  /** As {@link #printed}, but JSON is fingerprinted by value. */
  documents,
  /** Every column by value. Different digests mean different rows. */
  values,
  /** As {@link #values}, with FLOAT values in the six digits that servers print when they send a value as text. */
  rounded
}
