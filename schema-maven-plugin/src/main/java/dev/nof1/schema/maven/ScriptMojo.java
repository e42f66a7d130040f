package dev.nof1.schema.maven;

import java.io.File;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes migrations as SQL for psql: those between two versions, or those that are pending. Values
 * of variables are in it, secrets too; only the file's owner can read it.
 */
@Mojo(name = "script", threadSafe = true)
public final class ScriptMojo extends CommandMojo {
  /** Version to begin after: an id, base or head; or pending or pending_undo, without to. */
  @Parameter(property = "schema.from", defaultValue = "pending")
  private String from = "pending";

  /** Version to end at: an id, base or head. */
  @Parameter(property = "schema.to")
  private @Nullable String to;

  /** Leaves out psql's own commands, for another tool, which must stop at the first error. */
  @Parameter(property = "schema.plain", defaultValue = "false")
  private boolean plain;

  /** File to write. */
  @Parameter(
      property = "schema.output",
      defaultValue = "${project.build.directory}/schema/migrations.sql")
  private File output;

  /** Replaces a file that is not below the build's folder. */
  @Parameter(property = "schema.force", defaultValue = "false")
  private boolean force;

  /** Constructs a goal whose parameters Maven fills in. */
  public ScriptMojo() {}

  @Override
  Arguments arguments() throws MojoExecutionException {
    Arguments arguments = new Arguments("script").flag("--plain", plain).value(from).value(to);
    return Output.to(output, force, project(), arguments);
  }
}
