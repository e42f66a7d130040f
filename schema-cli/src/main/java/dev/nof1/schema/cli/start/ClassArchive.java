package dev.nof1.schema.cli.start;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Archive of the classes that a command uses, which later starts map into memory in place of
 * loading them: half of a short command's time.
 *
 * <p>The launcher asks for it where there is none for this JVM and this jar, has the JVM list the
 * classes that it loads, and names both files. The JVM itself checks whether an archive fits it and
 * the jar, and does without if not; whatever goes wrong here costs time and nothing else.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class data
 *     sharing</a>
 */
public final class ClassArchive {
  /** Property: the archive to make. */
  private static final String ARCHIVE = "nof1.class-archive";

  /** Property: lists of classes; the last is of this process and grows until its end. */
  private static final String LISTS = "nof1.class-lists";

  /**
   * Class that every command uses which got as far as an answer of the database. Its name only: to
   * name the class itself would load it.
   */
  private static final String ANSWERED = "dev/nof1/schema/cli/report/StatusSummary";

  /** From here on classes can be linked in an archive, too. */
  private static final int LINKING = 24;

  private ClassArchive() {}

  /** Makes the archive, if the launcher asked for one and this command has used enough classes. */
  public static void make() {
    @Nullable String named = System.getProperty(ARCHIVE);
    if (named == null) {
      return;
    }
    Path archive = Path.of(named);
    Path made = Path.of(named + ".new." + ProcessHandle.current().pid());
    Path list = Path.of(made + ".list");
    List<Path> lists =
        Stream.of(System.getProperty(LISTS, "").split(File.pathSeparator)).map(Path::of).toList();
    try {
      StringBuilder classes = new StringBuilder();
      for (Path each : lists) {
        String text = Files.readString(each);
        // The last line may be half written.
        classes.append(text, 0, text.lastIndexOf('\n') + 1);
      }
      if (classes.indexOf(ANSWERED) >= 0) {
        // Newer JVMs number the classes of a list, and refuse a number that two lists give.
        Files.writeString(list, classes.toString().replaceAll("(?m) id: [0-9]+$", ""));
        make(archive, made, list);
      }
    } catch (IOException e) {
      // The next command tries again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lists.forEach(ClassArchive::deleteQuietly);
      deleteQuietly(list);
    }
  }

  private static void make(Path archive, Path made, Path list)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // G1 is the one collector that can write objects, too; every other one reads them.
    command.add("-XX:+UseG1GC");
    command.add("-XX:TieredStopAtLevel=1");
    if (Runtime.version().feature() >= LINKING) {
      command.add("-XX:+AOTClassLinking");
    }
    command.add("-Xshare:dump");
    command.add("-Xlog:disable");
    command.add("-XX:SharedClassListFile=" + list);
    command.add("-XX:SharedArchiveFile=" + made);
    command.add("-jar");
    command.add(System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    Process process = builder.start();
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      deleteQuietly(made);
      // An empty archive is used by nobody, and keeps later commands from trying in vain.
      Files.createFile(made);
    }
    Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The launcher deletes what processes that are gone have left.
    }
  }
}
