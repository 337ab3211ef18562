package dev.tideway.verify;

/** What a row's text is made of; the quickest first. Digests that are equal in any of these forms mean equal rows. */
public enum DigestEncoding {
  /** Every column; JSON, FLOAT and DOUBLE as the server prints them: different digests may be the same values printed differently. */
  printed,
  /** As {@link #printed}, but JSON is fingerprinted by value. */
  documents,
  /** Every column by value. What differs here differs. */
  values,
  /** As {@link #values}, with FLOAT values in the six digits that servers print when a value travels as text. */
  rounded
}
