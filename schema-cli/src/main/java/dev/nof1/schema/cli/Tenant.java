package dev.nof1.schema.cli;

import dev.nof1.schema.environment.ConnectionSettings;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One of many databases with the same schema, as it stands in a list.
 *
 * @param said a database's name, {@code schema:NAME}, or a JDBC URL
 */
record Tenant(String said) {
  private static final String SCHEMA = "schema:";
  private static final String URL = "jdbc:";

  /** As it may be shown. */
  String name() {
    return said.startsWith(URL) ? new ConnectionSettings(said, null, null).displayUrl() : said;
  }

  /** Where it is: what is not said is as in the other address. */
  PGSimpleDataSource address(PGSimpleDataSource other, String application) {
    if (said.startsWith(URL)) {
      return new ConnectionSettings(said, other.getUser(), other.getPassword())
          .dataSource(application);
    }
    PGSimpleDataSource address = new PGSimpleDataSource();
    address.setURL(other.getURL());
    address.setUser(other.getUser());
    address.setPassword(other.getPassword());
    if (said.startsWith(SCHEMA)) {
      address.setCurrentSchema('"' + said.substring(SCHEMA.length()).replace("\"", "\"\"") + '"');
    } else {
      address.setDatabaseName(said);
    }
    return address;
  }

  /** Never the password that a URL may hold. */
  @Override
  public String toString() {
    return name();
  }
}
