package dev.nof1.schema.junit;

import javax.sql.DataSource;

/** Code that fills a template. */
@FunctionalInterface
public interface SeedCode {

  /**
   * Puts rows into the template and closes every connection it opened.
   *
   * @param database migrated
   * @throws Exception if it cannot; then no test that asked for it gets a database
   */
  void plant(DataSource database) throws Exception;
}
