package dev.nof1.schema.maven;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Creates an empty migration script and reports its path. */
@Mojo(name = "new", threadSafe = true)
public final class NewMojo extends CommandMojo {
  /** Description of the migration, in words. */
  @Parameter(property = "schema.description")
  private @Nullable String description;

  /** File that the script starts as; the variable description in it is filled in. */
  @Parameter(property = "schema.template")
  private @Nullable String template;

  /** Pattern that numbers the script on from the newest one: 000 gives 007 after 006. */
  @Parameter(property = "schema.idpattern")
  private @Nullable String idpattern;

  /** Constructs a goal whose parameters Maven fills in. */
  public NewMojo() {}

  @Override
  Arguments arguments() throws MojoExecutionException {
    if (description == null || description.isBlank()) {
      throw new MojoExecutionException(
          "The new migration has no description. Nothing was created. Describe it in words: -Dschema.description=\"create orders\".");
    }
    return new Arguments("new")
        .option("--template", template)
        .option("--idpattern", idpattern)
        .value(description);
  }
}
