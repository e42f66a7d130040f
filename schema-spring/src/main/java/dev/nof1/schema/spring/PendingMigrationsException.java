package dev.nof1.schema.spring;

/** Refusal to start on a database that lacks migrations. */
final class PendingMigrationsException extends RuntimeException {

  PendingMigrationsException(String message) {
    super(message);
  }
}
