package dev.nof1.schema.junit.lease;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.testdb.TemplateSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Code of a builder's.
 *
 * @param code puts the rows in; seeds with equal code give the same rows
 */
record CodeSeed(TemplateSpec.Preparation code) implements Seed {
  /** Numbers in place of hashes, which would be the same for two codes one day. */
  private static final Map<TemplateSpec.Preparation, Integer> NUMBERS = new ConcurrentHashMap<>();

  private static final AtomicInteger LAST = new AtomicInteger();

  @Override
  public String key() {
    return "code " + NUMBERS.computeIfAbsent(code, c -> LAST.incrementAndGet());
  }

  @Override
  public boolean lasting() {
    return false;
  }

  @Override
  public void plant(DataSource database, String key) throws Exception {
    try {
      TestDataSource.lend(database, "the seed code", code);
    } catch (Exception | AssertionError | LinkageError e) {
      throw new ConfigurationException(
          "A seed given as code failed: %s. No database was made from it. Fix the seed."
              .formatted(e),
          e);
    }
  }
}
