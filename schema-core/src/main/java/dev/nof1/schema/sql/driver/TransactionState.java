package dev.nof1.schema.sql.driver;

/** How the driver last heard from the server that a transaction stands. */
public enum TransactionState {
  /** None is open. */
  NONE,
  /** One is open and can go on. */
  OPEN,
  /** One is open and can only be rolled back. */
  FAILED,
  /** The driver does not report it, or is another than PostgreSQL's. */
  UNKNOWN
}
