package dev.nof1.schema.cli.io;

import dev.nof1.schema.error.ConfigurationException;
import dev.nof1.schema.error.FileTrouble;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** File that a command makes: on standard output, or at a path, whole or not at all. */
public final class OutputFile {
  /** Content of the file. */
  public interface Content {
    void to(Appendable out) throws IOException;
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Writes to this file, which appears only when it is complete. One that is replaced keeps its mode.")
  private @Nullable Path file;

  @Option(names = "--force", description = "Overwrites the file if there is one.")
  private boolean force;

  /** Users who may read a file that was not there before. */
  public enum Readers {
    /** The file's owner alone, because values of variables are in it. */
    OWNER,
    /** The users whom the umask lets. */
    USUAL
  }

  public void write(Invocation invocation, Console console, Readers readers, Content content) {
    if (file == null) {
      try {
        content.to(console.out());
      } catch (IOException e) {
        throw new ConfigurationException(
            "The scripts cannot be read: " + FileTrouble.reason(e) + ".", e);
      }
      return;
    }
    Path target = invocation.workingDirectory().resolve(file);
    try {
      replace(refuseOrFollow(target), readers, content);
    } catch (IOException e) {
      throw new ConfigurationException(
          "The file %s cannot be written: %s. It is as it was."
              .formatted(target, FileTrouble.reason(e)),
          e);
    }
    console.note("Wrote " + target + ".");
  }

  /** A link is followed, so that what it leads to is replaced and not the link. */
  private Path refuseOrFollow(Path target) throws IOException {
    if (!Files.exists(target)) {
      return target;
    }
    if (!Files.isRegularFile(target)) {
      throw new ConfigurationException(
          "%s is not a file. Nothing was written. Leave out -o to write to standard output."
              .formatted(target));
    }
    if (!force) {
      throw new ConfigurationException(
          "The file %s is there already. Nothing was written. Name another, or overwrite it with --force."
              .formatted(target));
    }
    return target.toRealPath();
  }

  private void replace(Path target, Readers readers, Content content) throws IOException {
    try (PartFile part = PartFile.of(target, readers == Readers.OWNER)) {
      try (Writer out = Files.newBufferedWriter(part.path())) {
        content.to(out);
      }
      part.complete(force);
    }
  }
}
