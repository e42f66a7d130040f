package dev.nof1.schema.junit;

import dev.nof1.schema.junit.lease.ApplicationStart;
import dev.nof1.schema.junit.lease.Request;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Database of a test class or test, for the {@link ApplicationFramework} that starts the class's
 * application. Nothing is lent before a method is called.
 *
 * <p>The application {@linkplain #leaseStart starts} on a database of its own, which is frozen
 * then; the class's databases {@linkplain #startedOn are copies} of it. So they have what the
 * application wrote, and classes that share the application cannot disturb one another.
 */
public final class ApplicationDatabase {
  private final Owner owner;
  private final Injection injection;

  ApplicationDatabase(Owner owner, Injection injection) {
    this.owner = owner;
    this.injection = injection;
  }

  /**
   * Returns its name among the class's databases.
   *
   * @return as the class's annotation says; may be empty
   */
  public String name() {
    return owner.name();
  }

  /**
   * Lends a database to start on, with the class's version of the migrations and without its seeds.
   *
   * @param migrations where they are, unless the class says it itself; empty for the default
   * @param changelog the changelog table
   * @param variables {@code ${name}} in scripts
   * @return to be given back with the application
   * @throws dev.nof1.schema.error.SchemaException if there is none
   */
  public ApplicationStart leaseStart(
      String migrations, String changelog, Map<String, String> variables) {
    return owner.leaseStart(request -> request.of(migrations, changelog, variables));
  }

  /**
   * Lends an empty database to start on, for an application that brings its schema along by itself.
   *
   * @return to be given back with the application
   * @throws dev.nof1.schema.error.SchemaException if there is none
   */
  public ApplicationStart leaseEmptyStart() {
    return owner.leaseStart(Request::empty);
  }

  /**
   * Returns the class's database where it was written to before the application started, such as by
   * a {@code @BeforeAll} method: copies of another one would not have that.
   *
   * @return empty where the application may start on a database of its own
   */
  public Optional<DataSource> usedBeforeStart() {
    return owner.usedBeforeStart(injection.context()).map(TestDatabase::dataSource);
  }

  /**
   * Makes the databases of the class copies of the one that its application started on.
   *
   * @param start it is frozen
   * @throws dev.nof1.schema.error.SchemaException if there is none
   */
  public void startedOn(ApplicationStart start) {
    owner.startedOn(start, injection.context());
  }

  /**
   * Returns who shares the database.
   *
   * @return as the class's annotation says
   */
  public Isolation isolation() {
    return owner.isolation();
  }

  /**
   * Lends the database of the class or test.
   *
   * @return the same each time
   */
  public TestDatabase database() {
    return owner.database(injection.context());
  }

  /**
   * Opens connections to the database; with {@link Isolation#ROLLBACK}, in a test, those of the
   * test's session.
   *
   * @return does not pool
   */
  public DataSource dataSource() {
    return injection.dataSource(owner);
  }
}
