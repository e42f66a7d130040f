package dev.nof1.schema.junit;

import org.opentest4j.AssertionFailedError;

/**
 * A migration does not keep the contract. The message says it all; the stack is always the same.
 */
final class ContractViolation extends AssertionFailedError {

  ContractViolation(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
