package dev.nof1.schema.junit;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.MigrationFailedException;
import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.junit.lease.ApplicationStart;
import dev.nof1.schema.junit.lease.Lease;
import dev.nof1.schema.junit.lease.Lender;
import dev.nof1.schema.junit.lease.Request;
import dev.nof1.schema.junit.lease.StoredResource;
import dev.nof1.schema.junit.server.Configuration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.opentest4j.TestAbortedException;

/**
 * Class that asked for a database, and the databases of that class and its tests.
 *
 * @param name of the database among those of the class; may be empty
 * @param request what it asked for
 * @param isolation who shares the database
 * @param context the context of the class, which the database ends with
 */
record Owner(String name, Request request, Isolation isolation, ExtensionContext context) {
  private static final Namespace NAMESPACE = Namespace.create(Owner.class);

  /**
   * Failures that were reported, and by whom: the others only abort, so that one reads the cause
   * once. Who reported it, reports it again when it is run again.
   */
  private static final Map<String, String> REPORTED = new ConcurrentHashMap<>();

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
      boolean application = ApplicationFrameworks.start(context.getRequiredTestClass());
      Lender lender = Lender.of(configuration(), application ? request.unseeded() : request);
      publish(lender);
      lender.prepare();
    } catch (SchemaException e) {
      // It goes wrong again when a test asks, which reports it.
    }
  }

  /** Publishes whose migrations the contract proves: those of the database without a name. */
  private void publish(Lender lender) {
    if (name.isEmpty()) {
      lender.publish(context);
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
    Optional<ApplicationStart> start = start(user);
    return tenant
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            key(tenant, start),
            k -> ask(start.map(ApplicationStart::started).map(request::on).orElse(request)),
            Answer.class);
  }

  private @Nullable Answer answerIfAny(ExtensionContext user) {
    ExtensionContext tenant = tenant(user);
    return tenant.getStore(NAMESPACE).get(key(tenant, start(user)), Answer.class);
  }

  /**
   * Returns whether a framework starts an application for the class, and has not done so: until
   * then the class's databases are not known, for what the application writes is in them.
   */
  boolean waitsForApplication(ExtensionContext user) {
    return ApplicationFrameworks.start(context.getRequiredTestClass()) && start(user).isEmpty();
  }

  /** Returns the database that the application of a user, or of a class around it, started on. */
  private Optional<ApplicationStart> start(ExtensionContext user) {
    return Optional.ofNullable(user.getStore(NAMESPACE).get(startKey(), ApplicationStart.class));
  }

  private static ExtensionContext classContext(ExtensionContext user) {
    ExtensionContext each = user;
    while (each.getTestMethod().isPresent()) {
      each = each.getParent().orElseThrow();
    }
    return each;
  }

  /**
   * Makes a key of this owner's: a nested class that has the annotation itself waits for its own.
   */
  private Object startKey() {
    return List.of(ApplicationStart.class, context.getUniqueId(), name);
  }

  /** Lends a database for the application of this class to start on. */
  ApplicationStart leaseStart(UnaryOperator<Request> application) {
    return Lender.of(configuration(), application.apply(request.unseeded())).leaseStart();
  }

  /**
   * Returns the database that the class has used before its application starts, or before it starts
   * again.
   */
  Optional<TestDatabase> usedBeforeStart(ExtensionContext user) {
    return isolation == Isolation.METHOD
        ? Optional.empty()
        : databaseIfAny(user).filter(database -> database.lease().isUsed());
  }

  /**
   * Makes the databases of a class, and of the classes in it, copies of the one that its
   * application started on.
   */
  void startedOn(ApplicationStart start, ExtensionContext testClass) {
    Answer before = answerIfAny(testClass);
    ExtensionContext tenant = tenant(testClass);
    boolean early = before != null && start(testClass).isEmpty() && isolation != Isolation.SHARED;
    classContext(testClass).getStore(NAMESPACE).put(startKey(), start);
    if (before != null && early) {
      if (before.database().filter(each -> each.lease().isUsed()).isPresent()) {
        throw new ExtensionConfigurationException(
            "%s has used its database before it was known which application it shares, whose start wrote into another one. Inject a DataSource in place of a Connection, and let the class's first use be in a test or a @BeforeAll method."
                .formatted(context.getRequiredTestClass().getName()));
      }
      // Fields and parameters have it already, and follow.
      before.database().ifPresent(each -> each.lease().exchange(request.on(start.started())));
      Store store = tenant.getStore(NAMESPACE);
      store.remove(key(tenant, Optional.empty()));
      store.put(key(tenant, Optional.of(start)), before);
    }
  }

  /**
   * Asks for a database. A class whose database cannot be made is not what fails: its tests are, so
   * they are counted.
   */
  private Answer ask(Request asked) {
    try {
      Lender lender = Lender.of(configuration(), asked);
      publish(lender);
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
      implements StoredResource {
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
  private Object key(ExtensionContext tenant, Optional<ApplicationStart> start) {
    return new Key(context.getUniqueId(), name, tenant.getUniqueId(), request, isolation, start);
  }

  private record Key(
      String owner,
      String name,
      String tenant,
      Request request,
      Isolation isolation,
      Optional<ApplicationStart> start) {}

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
