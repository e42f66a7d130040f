package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.environment.ConnectionSettings;
import java.util.Arrays;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Database among many with the same schema, as a list names it.
 *
 * @param said a database's name, {@code schema:NAME}, or a JDBC URL
 */
record Tenant(String said) {
  private static final String SCHEMA = "schema:";
  static final String URL = "jdbc:";

  /** Name of the tenant, as it may be shown. */
  public String name() {
    return said.startsWith(URL) ? new ConnectionSettings(said, null, null).displayUrl() : said;
  }

  /** Checks whether the tenant shares its database with others. */
  boolean isSchema() {
    return said.startsWith(SCHEMA);
  }

  /**
   * Address of the tenant: parts that it does not name are as in the other address. A URL of
   * another server gets neither user nor password, which whoever listens there would learn.
   */
  public PGSimpleDataSource address(PGSimpleDataSource other) {
    if (said.startsWith(URL)) {
      PGSimpleDataSource own =
          new ConnectionSettings(said, null, null).dataSource(Database.APPLICATION);
      return isSameServer(own, other)
          ? new ConnectionSettings(said, other.getUser(), other.getPassword())
              .dataSource(Database.APPLICATION)
          : own;
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

  private static boolean isSameServer(PGSimpleDataSource one, PGSimpleDataSource other) {
    return Arrays.equals(one.getServerNames(), other.getServerNames())
        && Arrays.equals(one.getPortNumbers(), other.getPortNumbers());
  }

  /** Shows the name, and never the password that a URL may hold. */
  @Override
  public String toString() {
    return name();
  }
}
