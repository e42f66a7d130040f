package dev.nof1.schema.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.GSSEncMode;

/** Connection to the databases of a server that this project started. */
final class PlainConnection {
  private static final String OLDEST = "13";

  private PlainConnection() {}

  static String url(PostgresServer server, String database) {
    return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + encoded(database);
  }

  static String encoded(String database) {
    return URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static PGSimpleDataSource dataSource(PostgresServer server, String database) {
    PGSimpleDataSource source = new UtcDataSource();
    source.setServerNames(new String[] {server.host()});
    source.setPortNumbers(new int[] {server.port()});
    source.setDatabaseName(database);
    source.setUser(server.user());
    source.setPassword(server.password());
    // Such a server offers neither, and asking costs a round trip each.
    source.setSslmode("disable");
    source.setGssEncMode(GSSEncMode.DISABLE.value);
    // Nor does the driver then send in a second round what such a server understands in the first.
    source.setAssumeMinServerVersion(OLDEST);
    return source;
  }
}
