package dev.nof1.schema.maven;

import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Applies pending migrations that are newer than the newest applied one. */
@Mojo(name = "up", threadSafe = true)
public final class UpMojo extends RunMojo {
  /** How many migrations to apply, or head for all, which is the default. */
  @Parameter(property = "schema.count")
  private @Nullable String count;

  /** Id of the last migration to apply; nothing is done where it is applied. */
  @Parameter(property = "schema.to")
  private @Nullable String to;

  /**
   * Many databases instead of the environment's: a file with one a line, or a query on the
   * environment's database.
   */
  @Parameter(property = "schema.each")
  private @Nullable String each;

  /** With each: how many databases at a time. */
  @Parameter(property = "schema.parallel")
  private @Nullable String parallel;

  /** Constructs a goal whose parameters Maven fills in. */
  public UpMojo() {}

  @Override
  Arguments arguments() {
    return arguments("up")
        .option("--to", to)
        .option("--each", each)
        .option("--parallel", parallel)
        .value(count);
  }
}
