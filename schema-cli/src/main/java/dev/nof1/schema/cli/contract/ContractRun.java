package dev.nof1.schema.cli.contract;

import dev.nof1.schema.error.SchemaException;
import dev.nof1.schema.error.ServerException;
import dev.nof1.schema.junit.lease.Lender;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the contract through JUnit's launcher, on an embedded server that goes with this JVM. */
public final class ContractRun {
  /** Logger that is held, because the JVM forgets the level of a logger that nobody holds. */
  private static final Logger LOG = Logger.getLogger("dev.nof1.schema.junit");

  private ContractRun() {}

  /**
   * Runs all of it, on this thread. Starts an embedded server, the first time in a JVM.
   *
   * @param repository what is to be proved
   * @param each receives each proof as soon as it is done
   * @return all of them, in order
   * @throws SchemaException if not one of them could begin, such as without a server; what goes
   *     wrong later is a proof that is inconclusive
   */
  public static List<Proof> of(TestedRepository repository, Consumer<Proof> each) {
    // What a server's first start takes is no news to somebody who asked about migrations.
    LOG.setLevel(Level.WARNING);
    ContractListener watching = new ContractListener(each);
    try (LauncherSession session = LauncherFactory.openSession()) {
      RepositoryContract.give(session, repository);
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(RepositoryContract.class))
                  // What somebody's JVM or class path says about tests is not about these.
                  .enableImplicitConfigurationParameters(false)
                  .configurationParameter("nof1.test.server", "embedded")
                  .configurationParameter("nof1.test.changelog", repository.changelog())
                  .build(),
              watching);
    }
    watching.problem().ifPresent(ContractRun::refuse);
    return watching.proofs();
  }

  /**
   * Stops the servers that the proofs in this JVM were run on, which otherwise end with the JVM;
   * for a JVM that goes on to something else. No proof may be running.
   */
  public static void stopServers() {
    Lender.stopServers();
  }

  private static void refuse(Throwable problem) {
    Optional<SchemaException> known = ContractListener.known(problem);
    if (known.isPresent()) {
      throw known.get();
    }
    throw new ServerException("The proofs could not be run: " + problem + ".", problem);
  }
}
