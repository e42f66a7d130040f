package dev.nof1.schema.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Checks the scripts and the database's records of them; fails when something is wrong. */
@Mojo(name = "verify", threadSafe = true)
public final class VerifyMojo extends CommandMojo {
  /** Checks the scripts only, and connects to no database. */
  @Parameter(property = "schema.offline", defaultValue = "false")
  private boolean offline;

  /** Constructs a goal whose parameters Maven fills in. */
  public VerifyMojo() {}

  @Override
  Arguments arguments() {
    return new Arguments("verify").flag("--offline", offline);
  }
}
