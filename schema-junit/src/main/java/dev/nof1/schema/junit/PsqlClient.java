package dev.nof1.schema.junit;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.postgres.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** PostgreSQL's client, which splits a script by rules of its own. */
final class PsqlClient {
  /**
   * The exit code of psql that says it could not connect, as with a server that wants what only the
   * JDBC URL has.
   *
   * @see <a href="https://www.postgresql.org/docs/current/app-psql.html">PostgreSQL: psql</a>
   */
  private static final int NO_CONNECTION = 2;

  private final Path program;

  private PsqlClient(Path program) {
    this.program = program;
  }

  /** The one on the PATH; empty where there is none. */
  static Optional<PsqlClient> find() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path)
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "psql"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(PsqlClient::new);
  }

  /** Runs a script; returns what is wrong with it, if something is. */
  Optional<String> run(PostgresServer server, String database, String sql) {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "-X", "-q", "-o", nowhere(), "-f", "-")
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    // Somebody's own PGSERVICE or PGSSLMODE is about another server.
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.put("PGHOST", server.host());
    environment.put("PGPORT", Integer.toString(server.port()));
    environment.put("PGUSER", server.user());
    environment.put("PGPASSWORD", server.password());
    environment.put("PGDATABASE", database);
    environment.put("PGCLIENTENCODING", "UTF8");
    environment.put("LC_ALL", "C");
    try {
      Process psql = builder.start();
      try (OutputStream input = psql.getOutputStream()) {
        input.write(sql.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It stopped at an error; its words say which.
      }
      String words =
          new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = psql.waitFor();
      return code == 0 || code == NO_CONNECTION ? Optional.empty() : Optional.of(words);
    } catch (IOException e) {
      throw new DatabaseException(program + " cannot be run: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("Waiting for psql was interrupted.", e);
    }
  }

  private static String nowhere() {
    return File.separatorChar == '/' ? "/dev/null" : "NUL";
  }
}
