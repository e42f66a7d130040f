package dev.nof1.schema.junit.lease;

/**
 * Failure of a test that uses databases of its own and whose message says all there is to say: no
 * note on the database of its class is added to it.
 */
public interface ExplainedFailure {}
