package dev.nof1.schema.postgres.process;

import dev.nof1.schema.postgres.files.Folders;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file a server's messages go to. */
public final class ServerLog {
  /**
   * PostgreSQL's own, and what a session does begins with its database.
   *
   * @see <a
   *     href="https://www.postgresql.org/docs/current/runtime-config-logging.html">log_line_prefix</a>
   */
  public static final String LINE_PREFIX = "%m [%p] %q[%d] ";

  private static final String BEFORE_DATABASE = "\\S+ \\S+ \\S+ \\[\\d+] ";

  private static final Pattern TIME =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (?:UTC|GMT) ");

  /** Most lines that are returned for a database. */
  public static final int MAX_LINES = 100;

  private static final int TAIL_BYTES = 64 * 1024;

  /** Many others may have said something since. */
  private static final int SEARCHED_BYTES = 1024 * 1024;

  private static final long LARGE = 10_000_000;

  private final File file;
  private long start;

  public ServerLog(Path path) {
    this.file = path.toFile();
  }

  public File file() {
    return file;
  }

  /** Begins a new chapter: what was written before no longer counts as the server's log. */
  void begin() throws IOException {
    if (file.createNewFile()) {
      // A log quotes statements, and with them data.
      Folders.mode(file.toPath(), 0600);
    } else if (file.length() > LARGE) {
      try (RandomAccessFile log = new RandomAccessFile(file, "rw")) {
        log.setLength(0);
      }
    }
    start = file.length();
  }

  /** The last lines since the server was started; empty when there is no log any more. */
  public String tail(int lines) {
    String text = sinceStart(TAIL_BYTES);
    int from = text.length();
    for (int i = 0; i < lines && from > 0; i++) {
      from = text.lastIndexOf('\n', from - 1);
    }
    return text.substring(Math.max(from, 0)).strip();
  }

  /** The last lines that belong to a database. */
  public List<String> of(String database) {
    return linesOf(database, sinceStart(SEARCHED_BYTES));
  }

  /** Finds a database's lines in a log that is kept elsewhere. */
  public static List<String> linesOf(String database, String log) {
    Pattern head = Pattern.compile(BEFORE_DATABASE + Pattern.quote("[" + database + "] ") + ".*");
    Deque<String> lines = new ArrayDeque<>();
    boolean belongs = false;
    for (String line : log.split("\n", -1)) {
      // PostgreSQL indents what continues a message.
      belongs = line.startsWith("\t") ? belongs : head.matcher(line).matches();
      if (belongs) {
        lines.add(line);
      }
      if (lines.size() > MAX_LINES) {
        lines.removeFirst();
      }
    }
    return List.copyOf(lines);
  }

  /** Keeps the lines that are not older than a moment; a server writes milliseconds. */
  public static List<String> since(List<String> lines, Instant since) {
    for (int i = 0; i < lines.size(); i++) {
      Matcher time = TIME.matcher(lines.get(i));
      if (time.lookingAt() && !at(time).isBefore(since.truncatedTo(ChronoUnit.MILLIS))) {
        return lines.subList(i, lines.size());
      }
      if (!lines.get(i).startsWith("\t") && !time.lookingAt()) {
        return lines;
      }
    }
    return List.of();
  }

  private static Instant at(Matcher time) {
    return Instant.parse(time.group(1) + "T" + time.group(2) + "Z");
  }

  private String sinceStart(int atMost) {
    try (RandomAccessFile log = new RandomAccessFile(file, "r")) {
      long from = Math.max(start, log.length() - atMost);
      byte[] bytes = new byte[(int) Math.max(0, log.length() - from)];
      log.seek(from);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      return "";
    }
  }
}
