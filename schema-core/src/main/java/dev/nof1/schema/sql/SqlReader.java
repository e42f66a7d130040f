package dev.nof1.schema.sql;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a script statement by statement, the way psql does.
 *
 * <p>It knows quotes, {@code E''} strings and their continuation on the next line, dollar quotes,
 * nested comments, parentheses ({@code CREATE RULE … DO (a; b)}) and {@code BEGIN ATOMIC … END}
 * bodies (PostgreSQL: <a
 * href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">Lexical Structure</a>, <a
 * href="https://www.postgresql.org/docs/current/sql-createfunction.html">CREATE FUNCTION</a>). It
 * holds one statement at a time, so the size of a script does not matter. Like a server with its
 * default settings it takes a backslash in {@code ''} for a plain character ({@code
 * standard_conforming_strings}).
 *
 * <p>This file is over 300 lines because a lexer is read best in one piece. Not safe for use by
 * several threads.
 */
public final class SqlReader implements Closeable {
  private final Reader reader;
  private final CharSource source;
  private Delimiter delimiter;

  private final StringBuilder text = new StringBuilder();
  private final List<String> words = new ArrayList<>();
  private int startLine;
  private int startColumn;
  private int parentheses;
  private final AtomicBody body = new AtomicBody();
  private int bodyLine;
  private int bodyColumn;

  /** A word in upper case, or a dot; else empty. */
  private String previous = "";

  /** An {@code E''} string just ended; after a line break, a quote continues it. */
  private boolean escapeStringMayContinue;

  private boolean lineBreakSinceString;

  /**
   * Places that psql would read in another way than the server does, and the text to write instead.
   */
  private final List<ForPsql> forPsql = new ArrayList<>();

  private record ForPsql(int from, int to, String text) {}

  /** Commands of psql in the script; null until the first is found. */
  private @Nullable MetaCommands metaCommands;

  private final List<Placeholder> placeholders = new ArrayList<>();

  /**
   * Reads from this text.
   *
   * @param reader the script; closed by {@link #close()}
   * @param delimiter what ends a statement until a {@code -- //@DELIMITER} line says otherwise
   * @param firstLine the number of its first line, for places: 1, or more where it is a later part
   *     of a file
   */
  public SqlReader(Reader reader, Delimiter delimiter, int firstLine) {
    this.reader = reader;
    this.source = new CharSource(reader, firstLine);
    this.delimiter = delimiter;
  }

  /**
   * Reads the next statement.
   *
   * @return the statement, or null at the end of the script; what follows the last delimiter is a
   *     statement too, unless it is blank or only comments
   * @throws IOException if the text cannot be read
   * @throws SqlProblemException at a quote or comment that does not end, a psql meta-command or
   *     {@code COPY … FROM STDIN}
   */
  public @Nullable SqlStatement next() throws IOException {
    text.setLength(0);
    words.clear();
    forPsql.clear();
    placeholders.clear();
    parentheses = 0;
    body.clear();
    previous = "";
    escapeStringMayContinue = false;
    while (true) {
      int c = source.peek();
      if (c == CharSource.END) {
        return finish();
      }
      if (Space.is(c)) {
        skipSpace();
      } else if (source.lookingAt("--")) {
        lineComment();
      } else if (source.lookingAt("/*")) {
        blockComment();
      } else if (source.lineBlank()
          && source.lookingAt("//")
          && !delimiter.text().startsWith("//")) {
        slashComment();
      } else if ((c == ';' && parentheses == 0 && !body.isOpen()) || atDelimiter()) {
        take(c == ';' ? 1 : delimiter.text().length(), false);
        if (text.length() > 0) {
          return finish();
        }
      } else {
        if (text.length() == 0) {
          startLine = source.line();
          startColumn = source.column();
        }
        token(c);
      }
    }
  }

  /**
   * The statement last read, for psql, which would split some texts at another place or put a
   * variable of its own into them: names such as {@code begin} in a routine are quoted, a space
   * goes between a colon and a name, as in {@code a[1:name]}, and a quote in an {@code E''} string
   * that goes on in the next line is doubled. The server reads both alike.
   *
   * @param statement what {@link #next()} just returned
   * @return its text, or one that means the same
   */
  public String textForPsql(SqlStatement statement) {
    StringBuilder safe = new StringBuilder(statement.text());
    List<ForPsql> changes = new ArrayList<>(forPsql);
    for (int from : body.names()) {
      int to = from;
      while (to < safe.length() && isIdentifierStart(safe.charAt(to))) {
        to++;
      }
      String name = safe.substring(from, to).toLowerCase(Locale.ROOT);
      changes.add(new ForPsql(from, to, '"' + name + '"'));
    }
    changes.sort(Comparator.comparingInt(ForPsql::from).reversed());
    changes.forEach(change -> safe.replace(change.from(), change.to(), change.text()));
    return safe.toString();
  }

  /**
   * Lists the placeholders without a value in the statement that was read last.
   *
   * @return each {@code ${name}} outside quotes, comments and bodies, in order
   */
  public List<Placeholder> placeholders() {
    return List.copyOf(placeholders);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private void token(int c) throws IOException {
    boolean continuesEscapeString = escapeStringMayContinue && lineBreakSinceString && c == '\'';
    escapeStringMayContinue = false;
    if (c == '\'') {
      // psql reads line by line, and takes what goes on in a new line for a plain string.
      quoted('\'', continuesEscapeString, continuesEscapeString);
    } else if (c == '"') {
      quoted('"', false, false);
    } else if ((c == 'e' || c == 'E') && source.peek(1) == '\'') {
      take(1, true);
      quoted('\'', true, false);
    } else if (c == '$') {
      dollar();
    } else if (isIdentifierStart(c)) {
      word();
    } else if (isDigit(c)) {
      number();
    } else if (c == '\\') {
      metaCommand();
    } else {
      if (c == '(') {
        parentheses++;
      } else if (c == ')' && parentheses > 0) {
        parentheses--;
      } else if (c == ':' && isPsqlVariable()) {
        forPsql.add(new ForPsql(text.length() + 1, text.length() + 1, " "));
      }
      symbol(c == '.' ? "." : "", c);
      take(1, true);
    }
  }

  /** A dot in it is none between names. */
  private void number() throws IOException {
    symbol("", '0');
    do {
      take(1, true);
    } while (isDigit(source.peek()) || source.peek() == '.');
  }

  private void symbol(String asPrevious, int c) {
    previous = asPrevious;
    if (parentheses == 0) {
      body.symbol(c);
    }
  }

  /** Two colons are a cast, and psql knows it. */
  private boolean isPsqlVariable() throws IOException {
    int after = source.peek(1);
    boolean cast = text.length() > 0 && text.charAt(text.length() - 1) == ':';
    return !cast && (isIdentifierStart(after) || after == '\'' || after == '"');
  }

  private @Nullable SqlStatement finish() {
    if (body.isOpen()) {
      throw new SqlProblemException(
          bodyLine,
          bodyColumn,
          "this BEGIN ATOMIC body is not closed; add END, behind the semicolon of its last statement");
    }
    int end = text.length();
    while (end > 0 && Space.is(text.charAt(end - 1))) {
      end--;
    }
    return end == 0
        ? null
        : new SqlStatement(text.substring(0, end), startLine, startColumn, List.copyOf(words));
  }

  /**
   * Space is kept inside a statement, not before one. What only we take for space, or only a newer
   * server, is sent as a blank: else it would be a part of a name, or an error.
   */
  private void skipSpace() throws IOException {
    int c = source.read();
    if (c == '\n' || c == '\r') {
      lineBreakSinceString = true;
    }
    if (text.length() > 0) {
      text.append(c == 0xFEFF || c == 0x0B ? ' ' : (char) c);
    }
  }

  private void lineComment() throws IOException {
    StringBuilder comment = new StringBuilder();
    source.readUntil('\n', '\r', comment);
    if (source.peek() == 0) {
      source.read();
    }
    String directive = Directives.delimiter(comment);
    if (directive != null) {
      delimiter = new Delimiter(directive, delimiter.fullLine());
    }
    if (text.length() > 0) {
      text.append(comment);
    }
  }

  /**
   * MyBatis takes a line that starts with two slashes for a comment; a server would not, so it is
   * dropped.
   */
  private void slashComment() throws IOException {
    int length = text.length();
    lineComment();
    text.setLength(length);
  }

  private void blockComment() throws IOException {
    int line = source.line();
    int column = source.column();
    int depth = 0;
    boolean keep = text.length() > 0;
    do {
      if (source.lookingAt("/*")) {
        depth++;
        take(2, keep);
      } else if (source.lookingAt("*/")) {
        depth--;
        take(2, keep);
      } else if (source.peek() == CharSource.END) {
        throw new SqlProblemException(line, column, "this comment is not closed; add */");
      } else {
        take(1, keep);
      }
    } while (depth > 0);
    escapeStringMayContinue = false;
  }

  private void quoted(char quote, boolean backslashEscapes, boolean isContinued)
      throws IOException {
    int line = source.line();
    int column = source.column();
    symbol("", quote);
    take(1, true);
    while (true) {
      source.readUntil(quote, '\\', text);
      int c = source.peek();
      if (c == CharSource.END) {
        throw new SqlProblemException(
            line,
            column,
            "this " + (quote == '"' ? "quoted name" : "string") + " is not closed; add " + quote);
      }
      if (backslashEscapes && c == '\\' && source.peek(1) != CharSource.END) {
        if (isContinued && source.peek(1) == '\'') {
          forPsql.add(new ForPsql(text.length(), text.length() + 2, "''"));
        }
        take(2, true);
      } else if (c == quote && source.peek(1) == quote) {
        take(2, true);
      } else {
        take(1, true);
        if (c == quote) {
          break;
        }
      }
    }
    escapeStringMayContinue = backslashEscapes;
    lineBreakSinceString = false;
  }

  /** {@code $tag$ … $tag$}, or a lone dollar sign such as that of {@code $1}. */
  private void dollar() throws IOException {
    int line = source.line();
    int column = source.column();
    symbol("", '$');
    int length = 1;
    if (isIdentifierStart(source.peek(1))) {
      length++;
      while (isTagPart(source.peek(length))) {
        length++;
      }
    }
    if (source.peek(length) != '$') {
      if (source.peek(1) == '{') {
        placeholder(line, column);
      }
      do {
        take(1, true);
      } while (isDigit(source.peek()));
      return;
    }
    int from = text.length();
    take(length + 1, true);
    String tag = text.substring(from);
    while (!source.lookingAt(tag)) {
      if (source.peek() == CharSource.END) {
        throw new SqlProblemException(
            line, column, "this dollar-quoted string is not closed; add " + tag);
      }
      take(1, true);
      source.readUntil('$', '$', text);
    }
    take(tag.length(), true);
  }

  private void placeholder(int line, int column) throws IOException {
    StringBuilder name = new StringBuilder();
    for (int c = source.peek(2); c > ' ' && c != '}'; c = source.peek(2 + name.length())) {
      name.append((char) c);
    }
    if (name.length() > 0 && source.peek(2 + name.length()) == '}') {
      placeholders.add(new Placeholder(name.toString(), line, column));
    }
  }

  private void word() throws IOException {
    int line = source.line();
    int column = source.column();
    int from = text.length();
    do {
      take(1, true);
    } while (isIdentifierStart(source.peek()) || isDigit(source.peek()) || source.peek() == '$');
    if (parentheses > 0) {
      return;
    }
    // A keyword is short; a longer word need not be remembered.
    String word = text.length() - from > 30 ? "" : text.substring(from).toUpperCase(Locale.ROOT);
    if (words.size() < SqlStatement.WORDS) {
      words.add(word);
    }
    trackAtomicBody(word, from, line, column);
    boolean fromClient = word.equals("STDIN") && previous.equals("FROM");
    boolean toClient = word.equals("STDOUT") && previous.equals("TO");
    if ((fromClient || toClient) && words.get(0).equals("COPY")) {
      throw new SqlProblemException(
          line,
          column,
          fromClient
              ? "COPY … FROM STDIN needs a client that sends the rows; write INSERT statements, or COPY from a file of the server"
              : "COPY … TO STDOUT needs a client that takes the rows; COPY to a file of the server, or leave it out");
    }
    previous = word;
  }

  private void trackAtomicBody(String word, int from, int line, int column) {
    if (!isRoutine()) {
      return;
    }
    if (word.equals("BEGIN") && !body.isOpen()) {
      bodyLine = line;
      bodyColumn = column;
    }
    body.word(word, previous, from);
  }

  private boolean isRoutine() {
    if (words.size() < 2 || !words.get(0).equals("CREATE")) {
      return false;
    }
    int kind =
        words.size() > 3 && words.get(1).equals("OR") && words.get(2).equals("REPLACE") ? 3 : 1;
    return words.get(kind).equals("FUNCTION") || words.get(kind).equals("PROCEDURE");
  }

  /**
   * Collects all commands of psql in the file, so that the author of a dump removes them in one go.
   */
  private void metaCommand() throws IOException {
    MetaCommands found = metaCommands == null ? new MetaCommands() : metaCommands;
    int line = source.line();
    int column = source.column();
    StringBuilder name = new StringBuilder();
    for (int c = source.peek(); c != CharSource.END && c != '\n'; c = source.peek()) {
      char read = (char) source.read();
      if (name.length() < MetaCommands.LONGEST) {
        name.append(read);
      }
    }
    found.add(name.toString(), line, column);
    if (metaCommands == null) {
      metaCommands = found;
      try {
        while (next() != null) {
          // Only the commands are looked for.
        }
      } catch (SqlProblemException e) {
        // What else is wrong comes to light when these are gone.
      }
      throw found.problem();
    }
  }

  /** A delimiter other than the semicolon counts at the end of a line, or as the whole of one. */
  private boolean atDelimiter() throws IOException {
    if (delimiter.isSemicolon()) {
      return false;
    }
    if (!source.lookingAt(delimiter.text()) || (delimiter.fullLine() && !source.lineBlank())) {
      return false;
    }
    int ahead = delimiter.text().length();
    for (int c = source.peek(ahead); c != CharSource.END && c != '\n'; c = source.peek(++ahead)) {
      if (!Space.is(c)) {
        return false;
      }
    }
    return true;
  }

  private void take(int count, boolean keep) throws IOException {
    for (int i = 0; i < count; i++) {
      int c = source.read();
      if (keep) {
        text.append((char) c);
      }
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isIdentifierStart(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (c >= 0x80 && !Space.is(c));
  }

  private static boolean isTagPart(int c) {
    return isIdentifierStart(c) || isDigit(c);
  }
}
