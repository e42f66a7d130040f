package dev.nof1.schema.maven;

import dev.nof1.schema.cli.contract.ContractRun;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Proves the migrations on databases of an embedded server of its own: each can be applied, undone
 * and applied again, undoing leaves no trace and loses no rows, and more.
 */
@Mojo(name = "test", threadSafe = true)
public final class TestMojo extends CommandMojo {
  /** File, or folder of TEST-migrations.xml, that the results are written to as JUnit XML. */
  @Parameter(property = "schema.xml")
  private @Nullable String xml;

  /** SQL file that declares the schema at head. Default: schema.sql beside the scripts' folder. */
  @Parameter(property = "schema.target")
  private @Nullable String target;

  /** Constructs a goal whose parameters Maven fills in. */
  public TestMojo() {}

  @Override
  Arguments arguments() {
    return new Arguments("test").option("--xml", xml).option("--target", target);
  }

  /** The server of the proofs is the JVM's, and the JVM outlives the build under mvnd. */
  @Override
  void run(RepositoryChoice choice) throws MojoExecutionException, MojoFailureException {
    synchronized (TestMojo.class) {
      try {
        super.run(choice);
      } finally {
        ContractRun.stopServers();
      }
    }
  }
}
