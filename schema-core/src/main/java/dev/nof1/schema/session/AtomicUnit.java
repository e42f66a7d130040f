package dev.nof1.schema.session;

/** Unit of work that takes effect as a whole or not at all. */
public enum AtomicUnit {
  /** Each statement by itself: what ran before a failure stays. */
  STATEMENT,
  /** One migration with its changelog row. */
  MIGRATION,
  /** All migrations of a run. */
  RUN
}
