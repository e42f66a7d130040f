package dev.nof1.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** First words of Javadoc: a verb in the third person, or a noun that names the thing. */
class JavadocTest {
  /** Folder of the project, seen from a module's folder, which Maven runs tests in. */
  private static final Path PROJECT = Path.of("..");

  private static final Pattern BANNED =
      Pattern.compile(
          "/\\*\\*[\\s*]*(?:What|Who|Whose|Whether|Which|That|Those|The\\s+(?:\\*\\s*)?same)\\b");

  /**
   * Literals and comments of Java, so that the beginning of one inside another counts for nothing.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"\"\"(?:[^\"\\\\]++|\\\\.|\"(?!\"\"))*+\"\"\""
              + "|\"(?:[^\"\\\\\\n]++|\\\\.)*+\""
              + "|'(?:[^'\\\\\\n]|\\\\[^\\n])++'"
              + "|//[^\\n]*+"
              + "|/\\*.*?\\*/",
          Pattern.DOTALL);

  @Test
  void beginsWithAVerbOrANoun() throws IOException {
    List<Path> files = sources();

    assertThat(files).hasSizeGreaterThan(100);
    List<String> wrong = new ArrayList<>();
    for (Path file : files) {
      wrong.addAll(wrong(file.toString(), Files.readString(file)));
    }
    assertThat(wrong).as("Javadoc that begins with a banned word").isEmpty();
  }

  @Test
  void findsEachBannedWordWithItsLine() {
    String source =
        """
        /** Checks what is asked: whether it is so. */
        class Examined {
          String text = "/** What is text is no comment. *" + "/";

          /* What is no Javadoc counts for nothing. */
          /** Whether it is so. */
          boolean so;

          /**
           * The
           * same, elsewhere.
           */
          boolean same;

          /** Whatever is said of it; the sameness of names; which one. */
          boolean fine;
        }
        """;

    assertThat(wrong("Examined.java", source))
        .containsExactly(
            "Examined.java:6: /** Whether it is so. */",
            "Examined.java:9: /** The same, elsewhere. */");
  }

  private static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> modules = Files.list(PROJECT)) {
      for (Path module : modules.sorted().toList()) {
        Path main = module.resolve("src/main/java");
        if (module.getFileName().toString().startsWith("schema-") && Files.isDirectory(main)) {
          try (Stream<Path> all = Files.walk(main)) {
            all.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
          }
        }
      }
    }
    return files;
  }

  private static List<String> wrong(String file, String source) {
    List<String> wrong = new ArrayList<>();
    Matcher token = TOKEN.matcher(source);
    while (token.find()) {
      String comment = token.group();
      if (BANNED.matcher(comment).lookingAt()) {
        long before = source.substring(0, token.start()).chars().filter(c -> c == '\n').count();
        String text = comment.replaceAll("\\s*\\n\\s*(?:\\*(?!/) ?)?", " ");
        wrong.add("%s:%d: %s".formatted(file, before + 1, text));
      }
    }
    return wrong;
  }
}
