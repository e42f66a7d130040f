package dev.nof1.schema.junit.contract;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.postgres.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Client of PostgreSQL, psql, which splits a script by rules of its own. */
final class PsqlClient {
  /**
   * Exit code of psql that could not connect, as with a server that wants what only the JDBC URL
   * has.
   *
   * @see <a href="https://www.postgresql.org/docs/current/app-psql.html">PostgreSQL: psql</a>
   */
  private static final int NO_CONNECTION = 2;

  private final Path program;

  private PsqlClient(Path program) {
    this.program = program;
  }

  /** Finds the one on the PATH; empty where there is none. */
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

  /**
   * Runs a script.
   *
   * @return what is wrong with it; empty if nothing is
   * @throws DatabaseException if psql cannot be run, or cannot connect
   */
  Optional<String> run(PostgresServer server, String database, String sql) {
    Path script = null;
    try {
      // A file: whoever writes into a pipe must read what comes back at the same time.
      script = Files.createTempFile("nof1-script", ".sql");
      Files.writeString(script, sql);
      return run(builder(server, database).redirectInput(script.toFile()));
    } catch (IOException e) {
      throw new DatabaseException(program + " cannot be run: " + e.getMessage() + ".", e);
    } finally {
      delete(script);
    }
  }

  private static Optional<String> run(ProcessBuilder builder) throws IOException {
    Process psql = builder.start();
    try (InputStream output = psql.getInputStream()) {
      String words = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = psql.waitFor();
      if (code == NO_CONNECTION) {
        throw new DatabaseException("psql lost its connection or got none: " + words);
      }
      return code == 0 ? Optional.empty() : Optional.of(words);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("Waiting for psql was interrupted.", e);
    } finally {
      psql.destroyForcibly();
    }
  }

  private ProcessBuilder builder(PostgresServer server, String database) {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "-X", "-q", "-w", "-o", nowhere(), "-f", "-")
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
    return builder;
  }

  private static void delete(@Nullable Path script) {
    try {
      if (script != null) {
        Files.deleteIfExists(script);
      }
    } catch (IOException e) {
      // A file of a few kilobytes in the system's temporary folder.
    }
  }

  private static String nowhere() {
    return File.separatorChar == '/' ? "/dev/null" : "NUL";
  }
}
