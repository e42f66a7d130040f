package dev.nof1.schema.cli.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.fixture.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What somebody types into a terminal: with these variables and no others but the PATH. */
final class Terminal {
  /** Root is not ordinary: it may write everywhere. */
  private static final List<String> ORDINARY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private final List<String> user;
  private final Map<String, String> variables;

  private Terminal(List<String> user, Map<String, String> variables) {
    this.user = user;
    this.variables = new TreeMap<>(variables);
  }

  /** The user who runs the tests. */
  static Terminal here(Map<String, String> variables) {
    return new Terminal(List.of(), variables);
  }

  /** The user who runs the tests, or nobody in place of root. */
  static Terminal ordinary(Map<String, String> variables) {
    return new Terminal(isRoot() ? ORDINARY : List.of(), variables);
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Makes a folder that belongs to the ordinary user. */
  static Path folderOfOrdinary(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (isRoot()) {
        Files.setAttribute(folder, "unix:uid", 65534);
        Files.setAttribute(folder, "unix:gid", 65534);
      }
      return folder.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Terminal with(String variable, String value) {
    Map<String, String> more = new TreeMap<>(variables);
    more.put(variable, value);
    return new Terminal(user, more);
  }

  Result run(Path folder, String... command) {
    List<String> line = new ArrayList<>(user);
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(variables);
    try {
      Path err = Files.createTempFile("terminal", ".err");
      Process process = builder.redirectError(err.toFile()).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      Result result = new Result(line, process.waitFor(), out, Files.readString(err));
      Files.delete(err);
      Secrets.assertNoneIn(result.out + result.err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  record Result(List<String> line, int code, String out, String err) {
    Result succeeded() {
      assertThat(code).as("%s said:%n%s%s", line, out, err).isZero();
      return this;
    }
  }
}
