package dev.nof1.schema;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.changelog.MigrationLock;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.sql.SqlStates;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The migrations of one database: where it stands, and up, down or to a version from there.
 *
 * <pre>{@code
 * Migrations migrations = Migrations.builder(dataSource).source(MigrationSource.folder(scripts)).build();
 * migrations.up();
 * }</pre>
 *
 * <p>Each migration and its changelog row are one transaction, unless its script says {@code --
 * //@NO_TRANSACTION}. One migrator at a time runs on a database; another waits. Immutable and safe
 * for use by several threads; nothing is connected to before a method is called, and each call
 * takes one connection and gives it back.
 *
 * <p>Over 300 lines for its Javadoc: this is where users look things up.
 */
public final class Migrations {
  /** The changelog table where nothing else is said: MyBatis's default. */
  public static final String DEFAULT_CHANGELOG = "CHANGELOG";

  private final DataSource dataSource;
  private final MigrationSource source;
  private final ScriptSettings settings;
  private final Changelog changelog;
  private final Duration lockPatience;
  private final MigrationListener listener;
  private final Hooks hooks;

  private Migrations(Builder builder) {
    dataSource = builder.dataSource;
    source = builder.source;
    changelog = new Changelog(builder.changelog, builder.clock);
    lockPatience = builder.lockPatience;
    listener = builder.listener;
    hooks = builder.hooks;
    // The stock tool defines ${changelog} only when the environment sets it; scripts rely on it.
    Map<String, String> variables = new HashMap<>(builder.settings.variables());
    variables.put("changelog", changelog.name());
    settings =
        new ScriptSettings(builder.settings.charset(), builder.settings.delimiter(), variables);
  }

  /**
   * The nof1 tracker's migrations of a database.
   *
   * @param dataSource gives connections to it
   * @return the migrations, with every default
   */
  public static Migrations of(DataSource dataSource) {
    return builder(dataSource).build();
  }

  /**
   * Begins to describe the migrations of a database.
   *
   * @param dataSource gives connections to it; they are left as they were
   * @return a builder
   */
  public static Builder builder(DataSource dataSource) {
    return new Builder(dataSource);
  }

  /**
   * Reads where the database stands. Takes no lock.
   *
   * @return each migration and its state
   * @throws dev.nof1.schema.error.SchemaException if the scripts cannot be listed or the database
   *     not read
   */
  public Status status() {
    List<Script> scripts = source.scripts(settings);
    return withConnection(connection -> status(connection, scripts));
  }

  /**
   * Says what {@link #run} would do, after the same checks. Takes no lock.
   *
   * @param target where to bring the database
   * @return the steps
   * @throws dev.nof1.schema.error.SchemaException as {@link #run}
   */
  public Plan plan(Target target) {
    List<Script> scripts = source.scripts(settings);
    return withConnection(
        connection -> checked(Planner.plan(status(connection, scripts), target), scripts));
  }

  /**
   * Brings the database to a target: locks, plans, checks every script it will run, and runs them
   * one by one.
   *
   * @param target where to bring it
   * @return what was run
   * @throws dev.nof1.schema.error.RepositoryException if a script cannot be run; nothing was
   * @throws dev.nof1.schema.error.MigrationFailedException if a script failed; it was rolled back,
   *     those before it stay
   * @throws DatabaseException if the database cannot be reached or another migrator did not finish
   *     in time
   */
  public Report run(Target target) {
    List<Script> scripts = source.scripts(settings);
    return withConnection(
        connection -> {
          try (MigrationLock lock =
              MigrationLock.acquire(
                  connection, changelog.name(), lockPatience, listener::waiting)) {
            Plan plan = checked(Planner.plan(status(connection, scripts), target), scripts);
            listener.planned(plan);
            new Migrator(connection, changelog, settings, listener, hooks, () -> onAbort(target))
                .run(plan, byId(scripts));
            return new Report(plan, status(connection, scripts));
          }
        });
  }

  /**
   * Applies all pending migrations newer than the newest applied one.
   *
   * @return what was run
   * @throws dev.nof1.schema.error.SchemaException as {@link #run}
   */
  public Report up() {
    return run(Target.head());
  }

  /**
   * Applies the next pending migrations.
   *
   * @param count how many at most, from 1
   * @return what was run
   * @throws dev.nof1.schema.error.SchemaException as {@link #run}
   */
  public Report up(int count) {
    return run(Target.up(count));
  }

  /**
   * Undoes the newest applied migrations.
   *
   * @param count how many at most, from 1
   * @return what was run
   * @throws dev.nof1.schema.error.SchemaException as {@link #run}
   */
  public Report down(int count) {
    return run(Target.down(count));
  }

  private Status status(Connection connection, List<Script> scripts) throws SQLException {
    return Planner.status(connection.getCatalog(), scripts, changelog.read(connection));
  }

  /** The stock tool runs it after a failed {@code up}, not after a failed {@code pending}. */
  private Optional<Script> onAbort(Target target) {
    return target.kind == Target.Kind.PENDING ? Optional.empty() : source.onAbort(settings);
  }

  private static Plan checked(Plan plan, List<Script> scripts) {
    Map<BigDecimal, Script> byId = byId(scripts);
    List<Step> steps = new ArrayList<>();
    for (Step step : plan.steps()) {
      steps.add(Preflight.checked(step, Migrator.script(byId, step)));
    }
    return new Plan(plan.before(), steps, plan.skipped());
  }

  private static Map<BigDecimal, Script> byId(List<Script> scripts) {
    Map<BigDecimal, Script> byId = new HashMap<>();
    scripts.forEach(script -> byId.put(script.migration().id(), script));
    return byId;
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Auto-commit while nothing is being migrated, so that no transaction is left open during a wait;
   * and READ COMMITTED, so that a script that locks a table and then looks at it sees what was
   * committed before the lock.
   */
  private <T> T withConnection(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(true);
      int isolation = connection.getTransactionIsolation();
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      T result;
      try {
        result = work.on(connection);
      } catch (RuntimeException | SQLException e) {
        try {
          restore(connection, isolation, autoCommit);
        } catch (SQLException secondary) {
          e.addSuppressed(secondary);
        }
        throw e;
      }
      restore(connection, isolation, autoCommit);
      return result;
    } catch (SQLException e) {
      throw new DatabaseException(
          "The database cannot be used: %s.%s"
              .formatted(
                  SqlStates.describe(e).replaceFirst("\\.$", ""),
                  SqlStates.isConnectFailure(e)
                      ? " Check that it runs and that host, port, name, user and password are right."
                      : ""),
          e);
    }
  }

  private static void restore(Connection connection, int isolation, boolean autoCommit)
      throws SQLException {
    if (!connection.isClosed()) {
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(autoCommit);
    }
  }

  /** Describes the migrations of a database. Not safe for use by several threads. */
  public static final class Builder {
    private final DataSource dataSource;
    private MigrationSource source = MigrationSource.nof1();
    private ScriptSettings settings = ScriptSettings.DEFAULT;
    private String changelog = DEFAULT_CHANGELOG;
    private Clock clock = Clock.systemUTC();
    private Duration lockPatience = Duration.ofMinutes(10);
    private MigrationListener listener = MigrationListener.SILENT;
    private Hooks hooks = Hooks.NONE;

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    /**
     * Sets where the scripts are; by default the nof1 tracker's.
     *
     * @param source the source
     * @return this
     */
    public Builder source(MigrationSource source) {
      this.source = source;
      return this;
    }

    /**
     * Sets how scripts are read; by default UTF-8, semicolons and no variables but {@code
     * ${changelog}}.
     *
     * @param settings the settings
     * @return this
     */
    public Builder settings(ScriptSettings settings) {
      this.settings = settings;
      return this;
    }

    /**
     * Sets the changelog table; by default {@value #DEFAULT_CHANGELOG}.
     *
     * @param changelog a name, or schema and name, as in SQL
     * @return this
     */
    public Builder changelog(String changelog) {
      this.changelog = changelog;
      return this;
    }

    /**
     * Sets what APPLIED_AT is taken from; by default the system's clock in UTC.
     *
     * @param clock time and zone
     * @return this
     */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /**
     * Sets how long to wait for another migrator; by default ten minutes.
     *
     * @param patience zero or more
     * @return this
     */
    public Builder lockPatience(Duration patience) {
      this.lockPatience = patience;
      return this;
    }

    /**
     * Sets who is told what happens; by default nobody.
     *
     * @param listener called on the thread that migrates
     * @return this
     */
    public Builder listener(MigrationListener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Sets what is run around migrations; by default nothing.
     *
     * <p>{@code beforeEach} and {@code afterEach} run inside the migration's transaction, so that
     * what they do to the database stands or falls with it ({@code afterEach} after its changelog
     * row is written); a script that says {@code -- //@NO_TRANSACTION} has {@code beforeEach} in a
     * transaction of its own, and {@code afterEach} in that of the changelog row. {@code before}
     * and {@code after} are a transaction of their own each; what {@code before} sets for the
     * session holds until the run is over. All of them use the connection that migrates: {@code
     * hookContext.getConnection()} is that one, and committing or closing it does neither. A hook
     * that fails stops the run; what it did elsewhere than in the database stays.
     *
     * @param hooks what to run; called on the thread that migrates
     * @return this
     */
    public Builder hooks(Hooks hooks) {
      this.hooks = hooks;
      return this;
    }

    /**
     * Makes the migrations. Connects to nothing.
     *
     * @return the migrations
     * @throws dev.nof1.schema.error.ConfigurationException if the changelog's name cannot be one
     */
    public Migrations build() {
      return new Migrations(this);
    }
  }
}
