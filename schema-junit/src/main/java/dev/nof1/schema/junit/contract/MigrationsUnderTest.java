package dev.nof1.schema.junit.contract;

/**
 * Repository that a {@link MigrationContract} is about, as a parameter of its factories. What it
 * holds is for them alone.
 */
public final class MigrationsUnderTest {
  private final Contract contract;

  MigrationsUnderTest(Contract contract) {
    this.contract = contract;
  }

  Contract contract() {
    return contract;
  }
}
