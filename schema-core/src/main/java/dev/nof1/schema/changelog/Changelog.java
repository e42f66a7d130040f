package dev.nof1.schema.changelog;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.DatabaseException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table that MyBatis Migrations keeps its history in, read and written as the stock tool does.
 *
 * <p>The repository's first migration creates it: {@code ID NUMERIC(20,0)}, {@code APPLIED_AT
 * VARCHAR(25)}, {@code DESCRIPTION VARCHAR(255)}. Nothing but {@link #insertAndCommit} commits.
 */
public final class Changelog {
  /** A name, or a schema and a name, each plain or in double quotes. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[\\p{L}_][\\p{L}\\p{N}_$]*|\"[^\"\\x00]+\")(?:\\.(?:[\\p{L}_][\\p{L}\\p{N}_$]*|\"[^\"\\x00]+\"))?");

  private static final DateTimeFormatter APPLIED_AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** Selects the type of the column ID of the table that the parameter names; null without one. */
  private static final String ID_TYPE =
      "(SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = 'id' AND NOT attisdropped)";

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
   * Says whether more than the row can be recorded, and makes the column for it where it is missing
   * and may be made.
   *
   * @param connection whose transaction that becomes part of
   * @param refused given a message where the server refuses to make the column, with its words
   * @return whether what else is remembered of a migration can be written
   * @throws SQLException if the server cannot be asked
   */
  public boolean canRecord(Connection connection, Consumer<String> refused) throws SQLException {
    return BookkeepingColumn.ready(
        connection,
        name,
        words ->
            refused.accept(
                "the column %s cannot be added to the changelog %s: %s"
                    .formatted(BookkeepingColumn.NAME, name, words)));
  }

  /**
   * Adds a row, where it is known already whether more than that can be recorded.
   *
   * @param connection whose transaction it becomes part of
   * @param id the migration's id
   * @param description what it does
   * @param record what else is remembered of it
   * @param remembers what {@link #canRecord} has said of this table
   * @return the id as the table has kept it: a column without decimals rounds
   * @throws SQLException if the row cannot be written
   */
  public BigDecimal insert(
      Connection connection,
      BigDecimal id,
      String description,
      Bookkeeping record,
      boolean remembers)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(insertion(remembers))) {
      bind(insert, 1, id, description, remembers ? record : null);
      try (ResultSet row = insert.executeQuery()) {
        if (!row.next()) {
          throw new SQLException(
              "the changelog %s has taken no row: a trigger or a rule on it drops what is inserted"
                  .formatted(name));
        }
        return row.getBigDecimal(1);
      }
    }
  }

  /**
   * Adds a row and commits, in one exchange with the server: most of a small migration's time goes
   * into waiting for answers.
   *
   * @param connection whose transaction it ends
   * @param id the migration's id, which the column keeps as it is
   * @param description what it does
   * @param record what else is remembered of it
   * @param remembers what {@link #canRecord} has said of this table
   * @throws SQLException if the row cannot be written or the transaction not be committed; {@link
   *     dev.nof1.schema.sql.driver.TransactionState} says which
   */
  public void insertAndCommit(
      Connection connection,
      BigDecimal id,
      String description,
      Bookkeeping record,
      boolean remembers)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(insertion(remembers) + ";\nCOMMIT")) {
      bind(insert, 1, id, description, remembers ? record : null);
      insert.execute();
    }
  }

  /** The table as it is found when a row is to be written. */
  public static final class Found {
    /** Selects what {@link #in} reads; a parameter for the table's name stands in each. */
    public static final String EXPRESSIONS =
        ", "
            + ID_TYPE
            + " AS id_type, "
            + BookkeepingColumn.ACCESS
            + " AS access, (SELECT relkind IN ('r', 'p') AND NOT relhastriggers AND NOT relhasrules FROM pg_class WHERE oid = to_regclass(?)) AS plain";

    private static final Pattern WHOLE =
        Pattern.compile("bigint|integer|numeric|numeric\\(\\d+,0\\)");

    /** The type of the column ID, as in SQL; null where there is no table. */
    private final @Nullable String idType;

    private final BookkeepingColumn.Access access;

    /** A trigger or rule can make another row of an INSERT, or none. */
    private final boolean plain;

    private Found(@Nullable String idType, BookkeepingColumn.Access access, boolean plain) {
      this.idType = idType;
      this.access = access;
      this.plain = plain;
    }

    /**
     * Reads what was found.
     *
     * @param row of a query that selects {@link #EXPRESSIONS}
     * @return the table
     * @throws SQLException if it cannot be read
     */
    public static Found in(ResultSet row) throws SQLException {
      return new Found(
          row.getString("id_type"),
          BookkeepingColumn.access(row.getString("access")),
          row.getBoolean("plain"));
    }

    /**
     * Says whether there is a table.
     *
     * @return false if there is none
     */
    public boolean exists() {
      return access != BookkeepingColumn.Access.NO_TABLE;
    }

    /**
     * Says whether more than a row can be recorded.
     *
     * @return false if the column is not there, or this user may not write it
     */
    public boolean canRecord() {
      return access == BookkeepingColumn.Access.WRITABLE;
    }

    /**
     * Says whether {@link Changelog#canRecord} may make the column.
     *
     * @return false if there is nothing to make
     */
    public boolean mayBeMadeTo() {
      return access == BookkeepingColumn.Access.MISSING;
    }

    /**
     * Says whether the column keeps an id as it is, or refuses it.
     *
     * @param id a migration's id
     * @return false where it may round the id
     */
    public boolean keeps(BigDecimal id) {
      return plain
          && idType != null
          && WHOLE.matcher(idType).matches()
          && (idType.equals("numeric") || id.stripTrailingZeros().scale() <= 0);
    }
  }

  /** A type of its own for the id: a script may alter the column, and a prepared answer stays. */
  private String insertion(boolean remembers) {
    return "INSERT INTO %s (id, applied_at, description%s) VALUES (?, ?, ?%s) RETURNING id::numeric"
        .formatted(
            name,
            remembers ? ", " + BookkeepingColumn.NAME : "",
            remembers ? ", " + BookkeepingColumn.PARAMETERS : "");
  }

  private void bind(
      PreparedStatement insert,
      int from,
      BigDecimal id,
      String description,
      @Nullable Bookkeeping record)
      throws SQLException {
    insert.setBigDecimal(from, id);
    insert.setString(from + 1, APPLIED_AT.format(LocalDateTime.now(clock)));
    insert.setString(from + 2, description);
    if (record != null) {
      BookkeepingColumn.bind(insert, from + 3, record);
    }
  }

  /**
   * Says as what the table would keep an id, before anything is run that could not be recorded.
   *
   * @param connection along whose search path the table is looked for; in no transaction, because
   *     an id that is too long ends it
   * @param id a migration's id
   * @return the id as its column's type makes it; empty if there is no such table
   * @throws SQLException with an SQLSTATE of class 22 if the column cannot hold it, or if the
   *     server cannot be asked
   */
  public Optional<BigDecimal> kept(Connection connection, BigDecimal id) throws SQLException {
    @Nullable String type;
    try (PreparedStatement query = connection.prepareStatement("SELECT " + ID_TYPE)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        type = row.getString(1);
      }
    }
    if (type == null) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT CAST(CAST(%s AS %s) AS numeric)".formatted(id.toPlainString(), type))) {
      row.next();
      return Optional.of(row.getBigDecimal(1));
    }
  }

  /**
   * Says why nothing but the row itself can be recorded.
   *
   * @param connection whose user is meant
   * @return a message; empty if all can be recorded, or there is no table yet
   * @throws SQLException if the server cannot be asked
   */
  public Optional<String> forbidsBookkeeping(Connection connection) throws SQLException {
    return BookkeepingColumn.access(connection, name) == BookkeepingColumn.Access.FORBIDDEN
        ? Optional.of(
            "NOTICE: checksum, duration and who are not recorded: this user may not write the column %2$s of the changelog %1$s. Its owner can allow it: ALTER TABLE %1$s ADD COLUMN IF NOT EXISTS %2$s jsonb; GRANT INSERT, UPDATE ON %1$s TO …"
                .formatted(name, BookkeepingColumn.NAME))
        : Optional.empty();
  }

  /**
   * Reads what is remembered beside the rows.
   *
   * @param connection where to read
   * @return by id; migrations without a record, such as those that the stock tool has applied, are
   *     not in it
   * @throws SQLException if the table cannot be read
   */
  public NavigableMap<BigDecimal, Recorded> records(Connection connection) throws SQLException {
    NavigableMap<BigDecimal, Recorded> records = new TreeMap<>();
    if (!BookkeepingColumn.readable(connection, name)) {
      return records;
    }
    try (PreparedStatement query =
            connection.prepareStatement(BookkeepingColumn.SELECT.formatted(name));
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        records.put(row.getBigDecimal(1), BookkeepingColumn.recorded(row));
      }
    }
    return records;
  }

  /**
   * Records another checksum for a migration that has a record, or none yet.
   *
   * @param connection whose transaction it becomes part of
   * @param id the migration's id
   * @param checksum of its script
   * @throws SQLException if it cannot be written, as where {@link #canRecord} says no
   */
  public void recordChecksum(Connection connection, BigDecimal id, String checksum)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(BookkeepingColumn.SET_CHECKSUM.formatted(name))) {
      update.setString(1, checksum);
      update.setBigDecimal(2, id);
      update.executeUpdate();
    }
  }

  /**
   * Creates the table, as the stock tool's first migration does.
   *
   * @param connection whose transaction it becomes part of
   * @throws SQLException if it cannot be created
   */
  public void create(Connection connection) throws SQLException {
    try (Statement create = connection.createStatement()) {
      create.execute(
          "CREATE TABLE "
              + name
              + " (ID NUMERIC(20,0) NOT NULL, APPLIED_AT VARCHAR(25) NOT NULL, DESCRIPTION VARCHAR(255) NOT NULL, PRIMARY KEY (ID))");
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
