package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.postgres.process.Binaries;
import dev.nof1.schema.postgres.process.Command;
import dev.nof1.schema.postgres.process.RunAs;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Creates clusters with {@code initdb}: UTF-8, a locale that is the same everywhere, and a password
 * for everybody.
 *
 * @see <a href="https://www.postgresql.org/docs/current/app-initdb.html">initdb</a>
 */
public final class InitDb {
  public static final String USER = "postgres";
  public static final String DATABASE = "postgres";

  private static final int PASSWORD_BYTES = 24;

  private InitDb() {}

  /** Checks whether a text could be one of {@link #newPassword}. */
  static boolean isPassword(String text) {
    return text.matches("[0-9a-f]{" + 2 * PASSWORD_BYTES + "}");
  }

  public static String newPassword() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** The options of a cluster that holds somebody's data. */
  static List<String> options(int major) {
    List<String> options = new ArrayList<>();
    options.add("--no-instructions");
    options.add("--auth=scram-sha-256");
    options.add("--username=" + USER);
    options.add("--encoding=UTF8");
    options.add("--locale=C");
    if (major >= 17) {
      options.add("--locale-provider=builtin");
      options.add("--builtin-locale=C.UTF-8");
    }
    return options;
  }

  /** The options of a cluster that is thrown away: small, and quick to copy and to log in to. */
  static List<String> throwAwayOptions(int major) {
    List<String> options = options(major);
    options.add("--no-sync");
    options.add("--wal-segsize=1");
    if (major >= 16) {
      options.add("--set=scram_iterations=1");
    }
    if (major >= 18) {
      options.add("--no-data-checksums");
    }
    return options;
  }

  /** Creates a cluster in an empty folder that belongs to the user it will run as. */
  static void create(
      Binaries binaries, RunAs runAs, List<String> options, Path data, String password)
      throws IOException {
    List<String> command = new ArrayList<>();
    // initdb opens its password file by name, and a pipe from this JVM belongs to the JVM's user;
    // one from the shell belongs to the right user, and no file has to be protected.
    command.addAll(List.of("/bin/sh", "-c", "cat | exec \"$@\"", "initdb"));
    command.add(binaries.program("initdb"));
    command.add("--pgdata=" + data);
    command.add("--pwfile=/dev/stdin");
    command.addAll(options);
    Command.run(runAs.command(command), password + "\n");
  }
}
