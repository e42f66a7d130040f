package dev.nof1.schema.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Undoes the newest applied migrations. */
@Mojo(name = "down", threadSafe = true)
public final class DownMojo extends RunMojo {
  /** How many migrations to undo, or base for all. Default: 1. */
  @Parameter(property = "schema.count")
  private @Nullable String count;

  /** Id of the migration that stays applied; nothing is done where it is not. */
  @Parameter(property = "schema.to")
  private @Nullable String to;

  /** Constructs a goal whose parameters Maven fills in. */
  public DownMojo() {}

  @Override
  Arguments arguments() {
    return arguments("down").option("--to", to).value(count);
  }
}
