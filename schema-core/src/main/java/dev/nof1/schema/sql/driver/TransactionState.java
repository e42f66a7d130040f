package dev.nof1.schema.sql.driver;

/** State of a transaction, as the driver last heard it from the server. */
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
