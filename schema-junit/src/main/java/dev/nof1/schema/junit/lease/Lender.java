package dev.nof1.schema.junit.lease;

import dev.nof1.schema.junit.server.Configuration;
import dev.nof1.schema.repository.MigrationSource;
import dev.nof1.schema.repository.ScriptSettings;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Lends databases to one test class, on the server of this JVM. Safe for use by several threads.
 *
 * <p>Found by other extensions of the class, such as that of the migration contract, once it is
 * {@linkplain #publish published}.
 */
public final class Lender {
  private static final Namespace NAMESPACE = Namespace.create(Lender.class);

  private final TestServer server;
  private final Request request;
  private final RequestedMigrations migrations;

  private Lender(TestServer server, Request request) {
    this.server = server;
    this.request = request;
    this.migrations = new RequestedMigrations(request, server.configuration());
  }

  /**
   * Begins to start the configuration's server, unless an earlier request has; does not wait.
   *
   * @param configuration the server's
   * @param request what the class asks for
   * @return lends it
   */
  public static Lender of(Configuration configuration, Request request) {
    return new Lender(TestServer.of(configuration, request), request);
  }

  /**
   * Finds the one of a class, or of a class around it.
   *
   * @param testClass the class's context
   * @return empty if none of them has got a database yet
   */
  public static Optional<Lender> of(ExtensionContext testClass) {
    // A store is asked through to its parents': the innermost class that asked for one counts.
    return Optional.ofNullable(testClass.getStore(NAMESPACE).get(Lender.class, Lender.class));
  }

  /**
   * Stops the servers of this JVM, which otherwise end with it; for a JVM that goes on to something
   * else. Nobody may use a database any more; whoever asks for one afterwards gets it on a new
   * server.
   */
  public static void stopServers() {
    TestServer.stopAll();
  }

  /**
   * Makes this the one of a class.
   *
   * @param testClass the class's context
   */
  public void publish(ExtensionContext testClass) {
    testClass.getStore(NAMESPACE).put(Lender.class, this);
  }

  /** Begins to make what the class will need. Does not wait. */
  public void prepare() {
    server.prepare(request);
  }

  /**
   * Lends a database of its own.
   *
   * @return to be closed when the class or the test is over
   * @throws dev.nof1.schema.error.SchemaException if there is none
   */
  public Lease lease() {
    return Lease.own(server, request);
  }

  /**
   * Lends the database that all share who ask for the same, to read it.
   *
   * @return to be closed when the class is over
   * @throws dev.nof1.schema.error.SchemaException if there is none
   */
  public Lease leaseShared() {
    return Lease.shared(server, request);
  }

  /**
   * Lends a database for an application to start on.
   *
   * @return to be given back with the application
   * @throws dev.nof1.schema.error.SchemaException if there is none
   */
  public ApplicationStart leaseStart() {
    return new ApplicationStart(server, request);
  }

  /**
   * Lends an empty database for a proof, on which none of the migrations is applied.
   *
   * @param borrower for messages about connections that stay open
   * @return to be closed by the borrower
   */
  public SpareDatabase spare(String borrower) {
    return new SpareDatabase(server, server.take(request.atBase()), borrower);
  }

  /**
   * Returns where the scripts are.
   *
   * @return the class's own, or those of the configuration
   */
  public MigrationSource source() {
    return migrations.source();
  }

  /**
   * Returns how scripts are read.
   *
   * @return the class's settings, with the configuration's variables
   */
  public ScriptSettings settings() {
    return migrations.settings();
  }

  /**
   * Returns the changelog table.
   *
   * @return its name, as in SQL
   */
  public String changelog() {
    return migrations.changelog();
  }

  /**
   * Names the folder of the scripts.
   *
   * @return {@code classpath:} and a folder, or a folder; empty where a builder gave a source
   */
  public Optional<String> folder() {
    return request.source().isPresent() ? Optional.empty() : Optional.of(migrations.where());
  }

  /**
   * Returns a sentence for whoever may not have meant the nof1 tracker's schema.
   *
   * @return empty where class or configuration say which schema it is
   */
  public Optional<String> schemaNote() {
    return DefaultMigrations.note(request, server.configuration());
  }
}
