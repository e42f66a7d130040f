package dev.nof1.schema.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Shows each migration and whether it is applied. */
@Mojo(name = "status", threadSafe = true)
public final class StatusMojo extends CommandMojo {
  /** Fails when something is pending or unfinished. */
  @Parameter(property = "schema.exitCode", defaultValue = "false")
  private boolean exitCode;

  /** Constructs a goal whose parameters Maven fills in. */
  public StatusMojo() {}

  @Override
  Arguments arguments() {
    return new Arguments("status").flag("--exit-code", exitCode);
  }
}
