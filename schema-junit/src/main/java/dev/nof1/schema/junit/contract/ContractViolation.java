package dev.nof1.schema.junit.contract;

import dev.nof1.schema.junit.lease.ExplainedFailure;
import org.opentest4j.AssertionFailedError;

/** Failure of a test of the contract. The message says it all; the stack is always the same. */
final class ContractViolation extends AssertionFailedError implements ExplainedFailure {

  ContractViolation(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
