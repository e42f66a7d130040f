package dev.nof1.schema.maven;

import java.io.File;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Writes what the database's schemas are as text, made to be committed and read in a diff. */
@Mojo(name = "snapshot", threadSafe = true)
public final class SnapshotMojo extends SchemaMojo {
  /** Format of the file: text, which is the default, or json. */
  @Parameter(property = "schema.format")
  private @Nullable String format;

  /** File to write. */
  @Parameter(
      property = "schema.output",
      defaultValue = "${project.build.directory}/schema/snapshot.txt")
  private File output;

  /** Replaces a file that is not below the build's folder. */
  @Parameter(property = "schema.force", defaultValue = "false")
  private boolean force;

  /** Constructs a goal whose parameters Maven fills in. */
  public SnapshotMojo() {}

  @Override
  Arguments arguments() throws MojoExecutionException {
    return Output.to(output, force, project(), arguments("snapshot").option("--format", format));
  }
}
