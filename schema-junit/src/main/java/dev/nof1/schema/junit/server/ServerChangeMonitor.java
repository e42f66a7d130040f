package dev.nof1.schema.junit.server;

import dev.nof1.schema.error.DatabaseException;
import dev.nof1.schema.event.MigrationListener;
import dev.nof1.schema.plan.Step;
import dev.nof1.schema.postgres.PostgresServer;
import dev.nof1.schema.sql.driver.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Monitor of changes that classes make in the server that others use too: it reports them at a
 * class's end, and puts back what can be. What migrations change is meant to be there.
 *
 * <p>Which of several classes that ran meanwhile made a change is not known: all are named, and
 * nothing is put back while one of them may still need it. What tests change while migrations run
 * is taken for the migrations'.
 *
 * <p>Safe for use by several threads.
 */
final class ServerChangeMonitor implements ServerMonitor {
  private static final long RELOAD_NANOS = 1_000_000_000;

  private final PostgresServer server;
  private final String prefix;
  private final boolean fails;

  // All below is guarded by this object's monitor.
  private @Nullable Connection connection;

  /** Properties that should be there; empty until they are first read. */
  private SortedMap<String, ServerProperty> meant = new TreeMap<>();

  /** Properties that are there and have been reported. */
  private SortedMap<String, ServerProperty> known = new TreeMap<>();

  /** Users that run, with the name of the class. */
  private final IdentityHashMap<Object, String> running = new IdentityHashMap<>();

  /** Users that ran since nothing new was last found. */
  private final IdentityHashMap<Object, String> suspects = new IdentityHashMap<>();

  /** Users of whom one has made a change that is still there. */
  private final Set<Object> awaited = new HashSet<>();

  ServerChangeMonitor(PostgresServer server, String prefix, boolean fails) {
    this.server = server;
    this.prefix = prefix;
    this.fails = fails;
  }

  @Override
  public synchronized void begin(Object user, String testClass) {
    first();
    running.put(user, testClass);
    suspects.put(user, testClass);
  }

  @Override
  public synchronized void end(Object user) {
    String testClass = running.remove(user);
    if (testClass == null || known.isEmpty()) {
      return;
    }
    String changes;
    boolean alone;
    try {
      SortedMap<String, ServerProperty> now = read();
      changes = changes(known, now);
      known = now;
      if (!changes.isEmpty()) {
        awaited.addAll(suspects.keySet());
      }
      awaited.retainAll(running.keySet());
      alone = awaited.isEmpty();
      if (alone && !known.equals(meant)) {
        putBack();
      }
    } catch (SQLException e) {
      changes =
          "nobody can tell what, because it could not be looked at or put back: "
              + SqlStates.describe(e);
      alone = true;
      meant = known;
    }
    Set<String> others = new TreeSet<>(suspects.values());
    suspects.clear();
    suspects.putAll(running);
    if (changes.isEmpty()) {
      return;
    }
    others.remove(testClass);
    String message =
        "%s%s has changed the server that other classes use too: %s. %s"
            .formatted(
                testClass,
                others.isEmpty()
                    ? ""
                    : " (or " + String.join(", ", others) + ", which ran at the same time)",
                changes,
                alone
                    ? "Settings, passwords and memberships are put back; a role that was made or"
                        + " dropped is not."
                    : "Settings, passwords and memberships are put back when these classes are"
                        + " over.");
    if (fails) {
      throw new DatabaseException(
          message
              + " Let the test do it in a transaction that it rolls back, or a migration where all"
              + " tests need it.");
    }
    TestLog.write(System.Logger.Level.WARNING, message);
  }

  @Override
  public synchronized void first() {
    if (known.isEmpty()) {
      try {
        known = read();
        meant = known;
      } catch (SQLException e) {
        // Whoever needs the server meets the same.
      }
    }
  }

  @Override
  public <E extends Exception> void migrating(Task<E> task) throws E {
    SortedMap<String, ServerProperty> before = seen();
    try {
      task.run();
    } finally {
      migrated(before, seen());
    }
  }

  @Override
  public MigrationListener listener() {
    return new MigrationListener() {
      private SortedMap<String, ServerProperty> before = new TreeMap<>();

      @Override
      public void started(Step step) {
        before = seen();
      }

      @Override
      public void finished(Step step, Duration time) {
        migrated(before, seen());
      }
    };
  }

  private synchronized SortedMap<String, ServerProperty> seen() {
    first();
    try {
      return read();
    } catch (SQLException e) {
      return new TreeMap<>();
    }
  }

  private synchronized void migrated(
      SortedMap<String, ServerProperty> before, SortedMap<String, ServerProperty> after) {
    if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
      return;
    }
    SortedMap<String, ServerProperty> newlyMeant = new TreeMap<>(meant);
    SortedMap<String, ServerProperty> newlyKnown = new TreeMap<>(known);
    for (String each : different(before, after)) {
      ServerProperty fact = after.get(each);
      if (fact == null) {
        newlyMeant.remove(each);
        newlyKnown.remove(each);
      } else {
        newlyMeant.put(each, fact);
        newlyKnown.put(each, fact);
      }
    }
    meant = newlyMeant;
    known = newlyKnown;
  }

  private SortedMap<String, ServerProperty> read() throws SQLException {
    if (connection != null) {
      try {
        return ServerProperty.all(connection, prefix);
      } catch (SQLException e) {
        // A test may have ended the session.
        connection.close();
      }
    }
    connection = server.dataSource(server.maintenanceDatabase()).getConnection();
    return ServerProperty.all(connection, prefix);
  }

  private static Set<String> different(
      Map<String, ServerProperty> before, Map<String, ServerProperty> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
    return names;
  }

  /** Describes changes; what comes and goes with a role is not named besides. */
  private static String changes(
      Map<String, ServerProperty> before, Map<String, ServerProperty> after) {
    List<String> words = new ArrayList<>();
    for (String name : different(before, after)) {
      ServerProperty was = before.get(name);
      ServerProperty is = after.get(name);
      ServerProperty either = Objects.requireNonNull(is == null ? was : is);
      if (name.equals("role " + either.owner())) {
        words.add(
            name + (was == null ? " was made" : is == null ? " was dropped" : " was altered"));
      } else if (hasOwner(either, before) && hasOwner(either, after)) {
        words.add(name);
      }
    }
    return String.join(", ", words);
  }

  private static boolean hasOwner(ServerProperty fact, Map<String, ServerProperty> all) {
    return fact.owner().isEmpty() || all.containsKey("role " + fact.owner());
  }

  /** Makes the server what it is meant to be, but for roles that were made or dropped. */
  private void putBack() throws SQLException {
    List<String> all = new ArrayList<>();
    boolean system = false;
    for (String name : different(meant, known)) {
      ServerProperty was = meant.get(name);
      ServerProperty is = known.get(name);
      ServerProperty either = Objects.requireNonNull(is == null ? was : is);
      if (!hasOwner(either, meant) || !hasOwner(either, known)) {
        continue;
      }
      if (is != null && !is.remove().isEmpty()) {
        all.add(is.remove());
      }
      if (was != null) {
        all.add(was.restore());
      }
      system |= either.isSystem();
    }
    run(all);
    if (system) {
      reload();
    }
    known = read();
    meant = known;
  }

  private void run(Collection<String> all) throws SQLException {
    try (Statement statement = Objects.requireNonNull(connection).createStatement()) {
      for (String sql : all) {
        statement.execute(sql);
      }
    }
  }

  /** Waits until our session has read the file: those that begin then have read it too. */
  private void reload() throws SQLException {
    Connection ours = Objects.requireNonNull(connection);
    String loaded = "SELECT pg_catalog.pg_conf_load_time()::text";
    String before = FirstColumn.of(ours, loaded).get(0);
    run(List.of("SELECT pg_catalog.pg_reload_conf()"));
    long begin = System.nanoTime();
    while (FirstColumn.of(ours, loaded).get(0).equals(before)
        && System.nanoTime() - begin < RELOAD_NANOS) {
      Thread.onSpinWait();
    }
  }
}
