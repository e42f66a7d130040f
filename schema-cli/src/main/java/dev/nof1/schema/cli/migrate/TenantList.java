package dev.nof1.schema.cli.migrate;

import dev.nof1.schema.cli.workspace.Database;
import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.FileTrouble;
import dev.nof1.schema.sql.Delimiter;
import dev.nof1.schema.sql.SqlProblemException;
import dev.nof1.schema.sql.SqlReader;
import dev.nof1.schema.sql.SqlStatement;
import dev.nof1.schema.sql.driver.SqlStates;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads which databases {@code --each} names. All of them are checked before anything is run. */
final class TenantList {
  private static final Pattern QUERY =
      Pattern.compile(
          "\\s*(SELECT|WITH|VALUES|TABLE)[\\s(].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * Matches a text that has a user or a password in it and is no JDBC URL: it must not be shown.
   */
  private static final Pattern SECRETIVE =
      Pattern.compile(
          "(?!jdbc:).*(://|:.*@|@.*[:/]|password\\s*=).*|JDBC:.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** A changelog with a schema is the same table from wherever it is looked at. */
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  private TenantList() {}

  /**
   * Lists the tenants of a file in a folder, or of a query on a database, in order and once each.
   */
  static Set<Tenant> of(String each, Path folder, Database database, String changelog) {
    boolean isQuery = QUERY.matcher(each).matches();
    Set<Tenant> tenants = new LinkedHashSet<>();
    int line = 0;
    for (String text : isQuery ? queried(each, database) : read(folder, each)) {
      line++;
      String said = text.strip();
      if (!said.isEmpty() && !said.startsWith("#")) {
        refuseSecret(said, (isQuery ? "row " : "line ") + line);
        Tenant tenant = new Tenant(said);
        // A URL that is none is found before anything is run.
        tenant.name();
        refuseShared(tenant, changelog);
        tenants.add(tenant);
      }
    }
    if (tenants.isEmpty()) {
      throw new ConfigurationException("--each names no database. Nothing was run.");
    }
    return tenants;
  }

  private static void refuseSecret(String said, String place) {
    if (!said.startsWith(Tenant.URL) && SECRETIVE.matcher(said).matches()) {
      throw new ConfigurationException(
          "What --each names in %s (not shown, it may hold a secret) is no database's name, no schema:NAME and no JDBC URL. Nothing was run. A URL begins with jdbc:postgresql:// and has user and password as parameters."
              .formatted(place));
    }
  }

  private static void refuseShared(Tenant tenant, String changelog) {
    if (tenant.isSchema() && QUOTED.matcher(changelog).replaceAll("q").contains(".")) {
      throw new ConfigurationException(
          "--each names %s, but the changelog %s names a schema itself, so that tenants in schemas would share it and only one of them be migrated. Nothing was run. Leave the schema out of the key 'changelog'."
              .formatted(tenant.name(), changelog));
    }
  }

  private static List<String> queried(String query, Database database) {
    try {
      return database.column(one(query));
    } catch (SQLException e) {
      throw new DatabaseException(
          "The query of --each failed: %s. Nothing was run."
              .formatted(SqlStates.describe(e).replaceFirst("\\.$", "")),
          e);
    }
  }

  /**
   * Reads the one statement of a query: a second one could end the transaction that keeps the first
   * from writing.
   */
  private static SqlStatement one(String query) {
    try (SqlReader reader = new SqlReader(new StringReader(query), Delimiter.SEMICOLON, 1)) {
      SqlStatement first = reader.next();
      if (first != null && reader.next() == null) {
        return first;
      }
    } catch (IOException | SqlProblemException e) {
      throw new ConfigurationException(
          "The query of --each cannot be read: %s. Nothing was run.".formatted(e.getMessage()), e);
    }
    throw new ConfigurationException(
        "--each takes one query, and this is more than one statement. Nothing was run.");
  }

  private static List<String> read(Path folder, String file) {
    try {
      String text = Files.readString(folder.resolve(file));
      return (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s cannot be read (%s). Nothing was run. Give --each a file, or a query that begins with SELECT."
              .formatted(folder.resolve(file), FileTrouble.reason(e)),
          e);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          "What --each names can be no file: %s. Nothing was run.".formatted(e.getReason()), e);
    }
  }
}
