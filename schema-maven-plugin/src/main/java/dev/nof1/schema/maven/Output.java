package dev.nof1.schema.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;

/**
 * File that a goal writes. One below the build's folder is made by each build anew; another one is
 * somebody's, and replaced only where force is set.
 */
final class Output {
  private Output() {}

  /** Adds the options that name the file; makes its folder. */
  static Arguments to(File output, boolean force, MavenProject project, Arguments arguments)
      throws MojoExecutionException {
    Path file = output.toPath().toAbsolutePath().normalize();
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The folder %s cannot be made: %s. Nothing was written."
              .formatted(file.getParent(), e.getMessage()));
    }
    Path built = Path.of(project.getBuild().getDirectory()).toAbsolutePath().normalize();
    return arguments
        .option("--output", file.toString())
        .flag("--force", force || file.startsWith(built));
  }
}
