package dev.nof1.schema.junit;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.junit.lease.Lease;
import dev.nof1.schema.junit.lease.Lender;
import dev.nof1.schema.junit.lease.Request;
import dev.nof1.schema.junit.server.Configuration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.opentest4j.TestAbortedException;

/**
 * Class that asked for a database, and the databases of that class and its tests.
 *
 * @param request what it asked for
 * @param isolation who shares the database
 * @param context the context of the class, which the database ends with
 */
record Owner(Request request, Isolation isolation, ExtensionContext context) {
  private static final Namespace NAMESPACE = Namespace.create(Owner.class);

  /**
   * Failures that were reported, and by whom: the others only abort, so that one reads the cause
   * once. Who reported it, reports it again when it is run again.
   */
  private static final Map<String, String> REPORTED = new ConcurrentHashMap<>();

  /** Lends databases of this request. */
  private Lender lender() {
    return Lender.of(configuration(), request);
  }

  private Configuration configuration() {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Configuration.class,
            key -> Configuration.read(context::getConfigurationParameter, System.getenv()),
            Configuration.class);
  }

  /** Begins to start the server. What goes wrong is for the test that asks for a database. */
  void prepare() {
    try {
      lender().prepare();
    } catch (SchemaException e) {
      // It goes wrong again when a test asks, which reports it.
    }
  }

  /** Finds where the database of a user belongs: to a test of its own, or to the class. */
  private ExtensionContext tenant(ExtensionContext user) {
    // Of a repeated or parameterised test each run has a context; that of its method is not asked.
    return isolation == Isolation.METHOD && user.getTestMethod().isPresent() ? user : context;
  }

  /**
   * Returns the database of a test or class.
   *
   * @throws NoDatabase if there is none and no test has failed with the reason yet
   * @throws TestAbortedException if one has
   */
  TestDatabase database(ExtensionContext user) {
    Answer answer = answer(user);
    if (answer.failure().isPresent()) {
      throw reportedOnce(answer.failure().get(), user);
    }
    return answer.database().orElseThrow();
  }

  /** Asks for that database; returns whether there is one. */
  boolean hasDatabase(ExtensionContext user) {
    return answer(user).database().isPresent();
  }

  /** Returns the database, if it has been asked for already and there is one. */
  Optional<TestDatabase> databaseIfAny(ExtensionContext user) {
    return Optional.ofNullable(answerIfAny(user)).flatMap(Answer::database);
  }

  /** Returns whether the database has been asked for already and there is none. */
  boolean lacksDatabase(ExtensionContext user) {
    Answer answer = answerIfAny(user);
    return answer != null && answer.database().isEmpty();
  }

  private Answer answer(ExtensionContext user) {
    ExtensionContext tenant = tenant(user);
    return tenant.getStore(NAMESPACE).getOrComputeIfAbsent(key(tenant), k -> ask(), Answer.class);
  }

  private @Nullable Answer answerIfAny(ExtensionContext user) {
    ExtensionContext tenant = tenant(user);
    return tenant.getStore(NAMESPACE).get(key(tenant), Answer.class);
  }

  /**
   * Asks for a database. A class whose database cannot be made is not what fails: its tests are, so
   * they are counted.
   */
  private Answer ask() {
    try {
      Lender lender = lender();
      lender.publish(context);
      try {
        return Answer.of(isolation == Isolation.SHARED ? lender.leaseShared() : lender.lease());
      } catch (ConfigurationException | MigrationFailedException e) {
        return Answer.none(e, lender.schemaNote());
      }
    } catch (SchemaException e) {
      return Answer.none(e, Optional.empty());
    }
  }

  /**
   * Outcome of asking for a database.
   *
   * @param database what was lent
   * @param failure why there is none
   */
  private record Answer(Optional<TestDatabase> database, Optional<NoDatabase> failure)
      implements AutoCloseable {
    static Answer of(Lease lease) {
      return new Answer(Optional.of(new TestDatabase(lease)), Optional.empty());
    }

    static Answer none(SchemaException reason, Optional<String> schemaNote) {
      return new Answer(Optional.empty(), Optional.of(NoDatabase.because(reason, schemaNote)));
    }

    @Override
    public void close() {
      database.ifPresent(each -> each.lease().close());
    }
  }

  /** Makes a key: stores are asked through to their parents', and a class may have extensions. */
  private Object key(ExtensionContext tenant) {
    return new Key(context.getUniqueId(), tenant.getUniqueId(), request, isolation);
  }

  private record Key(String owner, String tenant, Request request, Isolation isolation) {}

  private static RuntimeException reportedOnce(NoDatabase e, ExtensionContext context) {
    String message = String.valueOf(e.getMessage());
    String reporter = REPORTED.putIfAbsent(message, context.getUniqueId());
    return reporter == null || reporter.equals(context.getUniqueId())
        ? e
        : new TestAbortedException(
            "There is no database for this test; an earlier one failed with the reason: "
                + message.lines().findFirst().orElse(""));
  }
}
