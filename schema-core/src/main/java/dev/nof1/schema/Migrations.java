package dev.nof1.schema;

import dev.nof1.schema.changelog.Changelog;
import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.error.RepositoryException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.hook.Hooks;
import dev.nof1.schema.plan.Plan;
import dev.nof1.schema.plan.PlannedStatements;
import dev.nof1.schema.plan.Planner;
import dev.nof1.schema.plan.Preflight;
import dev.nof1.schema.plan.Status;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.plan.Target;
import dev.nof1.schema.plan.UnfinishedScript;
import dev.nof1.schema.records.Records;
import dev.nof1.schema.records.RecordsContext;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.Script;
import dev.nof1.schema.repository.ScriptSettings;
import dev.nof1.schema.repository.file.HeldTexts;
import dev.nof1.schema.run.Engine;
import dev.nof1.schema.session.Connections;
import dev.nof1.schema.session.Limits;
import dev.nof1.schema.sql.SqlStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
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

  private final MigrationSource source;
  private final ScriptSettings settings;
  private final Changelog changelog;
  private final MigrationListener listener;
  private final boolean singleTransaction;
  private final Connections connections;
  private final Engine engine;

  private Migrations(Builder builder) {
    source = builder.source;
    changelog = new Changelog(builder.changelog, builder.clock);
    listener = builder.listener;
    singleTransaction = builder.singleTransaction;
    // The stock tool defines ${changelog} only when the environment sets it; scripts rely on it.
    settings = builder.settings.with(builder.variables).with(Map.of("changelog", changelog.name()));
    connections =
        new Connections(
            builder.dataSource,
            settings,
            changelog,
            builder.lockPatience,
            listener,
            builder.limits);
    engine =
        new Engine(
            builder.dataSource,
            changelog,
            settings,
            listener,
            builder.limits,
            builder.hooks,
            singleTransaction);
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
    return connections.with(
        connection -> {
          Status status = status(connection, scripts);
          Optional<UnfinishedScript> unfinished =
              UnfinishedScript.in(connection, changelog, scripts);
          return unfinished.isEmpty()
              ? status
              : status.with(unfinished.get().known(status, connection));
        });
  }

  /**
   * Says what {@link #run} would do, after the same checks. Takes no lock.
   *
   * @param target where to bring the database
   * @return the steps
   * @throws dev.nof1.schema.error.RepositoryException if a run would be refused, whatever for
   * @throws DatabaseException if the database cannot be read
   */
  public Plan plan(Target target) {
    List<Script> scripts = source.scripts(settings);
    return connections.planning(
        connection -> {
          try {
            UnfinishedScript.refuse(connection, changelog, scripts);
          } catch (DatabaseException e) {
            // An answer, unlike a database that cannot be asked.
            throw new RepositoryException(String.valueOf(e.getMessage()), e);
          }
          try (HeldTexts texts = new HeldTexts()) {
            Planner planner = new Planner(scripts, script -> script.held(texts));
            return checked(planner.plan(status(connection, scripts), target));
          }
        });
  }

  /**
   * Reads what a plan would send, for somebody to look at: statement by statement, and with the
   * places of variables instead of their values, which may be secrets. Connects to nothing.
   *
   * @param plan what {@link #plan} gave
   * @param each receives each statement, in order
   * @throws dev.nof1.schema.error.RepositoryException if a script cannot be read
   */
  public void statements(Plan plan, BiConsumer<Step, SqlStatement> each) {
    PlannedStatements.read(plan, source.scripts(settings), settings, each);
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
  public RunResult run(Target target) {
    List<Script> scripts = source.scripts(settings);
    return connections.locked(
        connection -> {
          try (HeldTexts texts = new HeldTexts()) {
            Planner planner = new Planner(scripts, script -> script.held(texts));
            Plan plan = checked(planner.plan(before(connection, scripts), target));
            listener.planned(plan);
            engine.run(connection, plan, () -> onAbort(target).map(s -> s.held(texts)));
            return new RunResult(plan, after(connection, scripts));
          }
        });
  }

  private Status after(Connection connection, List<Script> scripts) throws SQLException {
    return connections.tried(
        connection, "All that was to be run has been run.", c -> status(c, scripts));
  }

  /** Reads the database's status, and refuses where a script is unfinished in it. */
  private Status before(Connection connection, List<Script> scripts) throws SQLException {
    return connections.tried(
        connection,
        "Nothing was changed.",
        c -> {
          UnfinishedScript.refuse(c, changelog, scripts);
          return status(c, scripts);
        });
  }

  /**
   * Applies all pending migrations newer than the newest applied one.
   *
   * @return what was run
   * @throws dev.nof1.schema.error.SchemaException as {@link #run}
   */
  public RunResult up() {
    return run(Target.head());
  }

  /**
   * Applies the next pending migrations.
   *
   * @param count how many at most, from 1
   * @return what was run
   * @throws dev.nof1.schema.error.SchemaException as {@link #run}
   */
  public RunResult up(int count) {
    return run(Target.up(count));
  }

  /**
   * Undoes the newest applied migrations.
   *
   * @param count how many at most, from 1
   * @return what was run
   * @throws dev.nof1.schema.error.SchemaException as {@link #run}
   */
  public RunResult down(int count) {
    return run(Target.down(count));
  }

  /**
   * Gives access to the database's records of its migrations: reads, verifies, stamps and repairs
   * them.
   *
   * @return the records; connects to nothing yet
   */
  public Records records() {
    return new Records(
        new RecordsContext(source, settings, changelog, listener, connections, engine));
  }

  /**
   * Runs the repository's {@code bootstrap.sql}, which makes what was there before the first
   * migration; under the same lock as a migration, in one transaction unless it says {@code --
   * //@NO_TRANSACTION}.
   *
   * @param force whether to run it where there is a changelog already
   * @return false if there is one, so that nothing was run
   * @throws dev.nof1.schema.error.RepositoryException if there is no such script, or it cannot be
   *     run; nothing was
   * @throws dev.nof1.schema.error.MigrationFailedException if it failed; it was rolled back
   * @throws DatabaseException if the database cannot be reached or another migrator did not finish
   *     in time
   */
  public boolean bootstrap(boolean force) {
    try (HeldTexts texts = new HeldTexts()) {
      Step step = Preflight.bootstrap(source.bootstrap(settings).map(s -> s.held(texts)));
      return connections.locked(
          connection -> {
            if (changelog.exists(connection) && !force) {
              return false;
            }
            Status before = before(connection, source.scripts(settings));
            engine.bootstrap(connection, new Plan(before, List.of(step), List.of()));
            return true;
          });
    }
  }

  private Status status(Connection connection, List<Script> scripts) throws SQLException {
    return Planner.status(connection.getCatalog(), scripts, changelog.read(connection));
  }

  /** The stock tool runs it after a failed {@code up}, not after a failed {@code pending}. */
  private Optional<Script> onAbort(Target target) {
    return target instanceof Target.Pending ? Optional.empty() : source.onAbort(settings);
  }

  private Plan checked(Plan plan) {
    return Preflight.checked(plan, singleTransaction, listener::notice);
  }

  /** Describes the migrations of a database. Not safe for use by several threads. */
  public static final class Builder {
    private final DataSource dataSource;
    private MigrationSource source = MigrationSource.nof1();
    private ScriptSettings settings = ScriptSettings.DEFAULT;
    private final Map<String, String> variables = new HashMap<>();
    private String changelog = DEFAULT_CHANGELOG;
    private Clock clock = Clock.systemUTC();
    private Duration lockPatience = Duration.ofMinutes(10);
    private MigrationListener listener = MigrationListener.logging();
    private Limits limits = Limits.DEFAULT;
    private boolean singleTransaction;
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
     * Sets what stands for {@code ${name}} in scripts, in addition to the variables of {@link
     * #settings} and before one of the same name there. Messages show the value, unless one of
     * {@link dev.nof1.schema.sql.SecretNames} is in the name. {@code ${changelog}} is always the
     * table's name.
     *
     * @param name of the variable, without dollar and braces
     * @param value put into scripts as it is; not quoted, not looked through for variables
     * @return this
     */
    public Builder variable(String name, String value) {
      variables.put(name, value);
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
     * Sets the listener that receives the events of a run; by default the log ({@link
     * MigrationListener#logging()}), one line a migration.
     *
     * @param listener called on the thread that migrates
     * @return this
     */
    public Builder listener(MigrationListener listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Sets how long a migration waits for one lock (PostgreSQL's {@code lock_timeout}); by default
     * five seconds. What waited too long is rolled back and, after a pause, tried again: the whole
     * migration, or, with {@code -- //@NO_TRANSACTION}, the statement. A script may set its own.
     *
     * @param timeout above zero; counts in milliseconds
     * @return this
     * @throws IllegalArgumentException if it is not above zero
     */
    public Builder lockTimeout(Duration timeout) {
      this.limits = limits.withLockTimeout(timeout);
      return this;
    }

    /**
     * Sets how often a migration is tried that does not get its locks; by default ten times, which
     * with the pauses between takes about two minutes.
     *
     * @param tries from 1
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder lockTries(int tries) {
      this.limits = limits.withTries(tries);
      return this;
    }

    /**
     * Sets how long one statement may take (PostgreSQL's {@code statement_timeout}); by default
     * what server, database or role have set, which is somebody's guard.
     *
     * @param timeout counts in milliseconds; zero for no limit, of a transaction neither ({@code
     *     transaction_timeout})
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder statementTimeout(Duration timeout) {
      this.limits = limits.withStatementTimeout(timeout);
      return this;
    }

    /**
     * Sets whether all migrations of a run are one transaction, so that all are applied or none; by
     * default each is one. A script with {@code -- //@NO_TRANSACTION} is then refused.
     *
     * @param single whether they are one
     * @return this
     */
    public Builder singleTransaction(boolean single) {
      this.singleTransaction = single;
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
