package dev.nof1.schema.changelog;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.DatabaseException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table that MyBatis Migrations keeps its history in, read and written as the stock tool does.
 *
 * <p>The repository's first migration creates it: {@code ID NUMERIC(20,0)}, {@code APPLIED_AT
 * VARCHAR(25)}, {@code DESCRIPTION VARCHAR(255)}. Nothing here commits.
 */
public final class Changelog {
  /** A name, or a schema and a name, each plain or in double quotes. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[\\p{L}_][\\p{L}\\p{N}_$]*|\"[^\"\\x00]+\")(?:\\.(?:[\\p{L}_][\\p{L}\\p{N}_$]*|\"[^\"\\x00]+\"))?");

  private static final DateTimeFormatter APPLIED_AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final String name;
  private final Clock clock;

  /**
   * Names the table.
   *
   * @param name as it stands in SQL, plain or quoted, with a schema or without
   * @param clock gives APPLIED_AT, in its zone
   * @throws ConfigurationException if it is no such name (it becomes part of statements)
   */
  public Changelog(String name, Clock clock) {
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          "'%s' cannot be the name of the changelog table. Write a name, or schema.name, as in SQL: letters, digits and underscores, or in double quotes (key 'changelog')."
              .formatted(name));
    }
    this.name = name;
    this.clock = clock;
  }

  /**
   * The table's name.
   *
   * @return as it stands in SQL
   */
  public String name() {
    return name;
  }

  /**
   * Asks the catalog whether the table is there; a failing query would abort the transaction.
   *
   * @param connection where to look, along its search path
   * @return true if it is
   * @throws SQLException if the server cannot be asked
   */
  public boolean exists(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /**
   * Reads all rows.
   *
   * @param connection where to read
   * @return by id; none if there is no table
   * @throws SQLException if the table cannot be read
   */
  public List<ChangelogEntry> read(Connection connection) throws SQLException {
    List<ChangelogEntry> entries = new ArrayList<>();
    if (!exists(connection)) {
      return entries;
    }
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT id, applied_at, description FROM " + name + " ORDER BY id");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        if (row.getString(1) == null) {
          throw new DatabaseException(
              "The changelog %s has a row without an id. Nothing was changed. Find out where it comes from, and delete it: DELETE FROM %s WHERE id IS NULL."
                  .formatted(name, name));
        }
        entries.add(new ChangelogEntry(row.getBigDecimal(1), row.getString(2), row.getString(3)));
      }
    }
    return entries;
  }

  /**
   * Adds a row.
   *
   * @param connection whose transaction it becomes part of
   * @param id the migration's id
   * @param description what it does
   * @return the id as the table has kept it: a column without decimals rounds
   * @throws SQLException if the row cannot be written
   */
  public BigDecimal insert(Connection connection, BigDecimal id, String description)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + name
                + " (id, applied_at, description) VALUES (?, ?, ?) RETURNING id")) {
      insert.setBigDecimal(1, id);
      insert.setString(2, APPLIED_AT.format(LocalDateTime.now(clock)));
      insert.setString(3, description);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getBigDecimal(1);
      }
    }
  }

  /**
   * Reads when a migration was applied.
   *
   * @param connection where to read
   * @param id the migration's id
   * @return what its row says; null if there is none
   * @throws SQLException if the table cannot be read
   */
  public @Nullable String appliedAt(Connection connection, BigDecimal id) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT applied_at FROM " + name + " WHERE id = ?")) {
      query.setBigDecimal(1, id);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  /**
   * Removes a row.
   *
   * @param connection whose transaction it becomes part of
   * @param id the migration's id
   * @return false if there was none
   * @throws SQLException if the row cannot be removed
   */
  public boolean delete(Connection connection, BigDecimal id) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM " + name + " WHERE id = ?")) {
      delete.setBigDecimal(1, id);
      return delete.executeUpdate() == 1;
    }
  }
}
