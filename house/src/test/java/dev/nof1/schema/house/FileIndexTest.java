package dev.nof1.schema.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of all files at the end of ARCHITECTURE.md, which is written from their Javadoc. */
class FileIndexTest {
  /** Folder of the project, seen from a module's folder, which Maven runs tests in. */
  private static final Path PROJECT = Path.of("..");

  private static final Path PAGE = PROJECT.resolve("ARCHITECTURE.md");

  private static final String HEAD =
      """
      ## Every file, by room

      The first sentence of each file's Javadoc, to search in. It is written by
      `mvn -B -pl house -am test -Dtest=FileIndexTest -Dnof1.docs.write=true -Dsurefire.failIfNoSpecifiedTests=false`.
      """;

  private static final Pattern TAG = Pattern.compile("\\{@(\\w+)\\s+([^}]*)}");

  @Test
  void listsEveryFile() throws IOException {
    String page = Files.readString(PAGE);
    int at = page.indexOf(HEAD);
    String written = (at < 0 ? page + "\n" : page.substring(0, at)) + HEAD + list();
    if (Boolean.getBoolean("nof1.docs.write")) {
      Files.writeString(PAGE, written);
    }

    assertThat(Files.readString(PAGE))
        .as("ARCHITECTURE.md; the command that writes it stands above its last list")
        .isEqualTo(written);
  }

  private static String list() throws IOException {
    StringBuilder list = new StringBuilder();
    try (Stream<Path> modules = Files.list(PROJECT)) {
      for (Path module : modules.sorted().toList()) {
        Path main = module.resolve("src/main/java");
        if (module.getFileName().toString().startsWith("schema-") && Files.isDirectory(main)) {
          list.append("\n### ").append(module.getFileName()).append('\n');
          rooms(main).forEach(room -> list.append(room(main, room)));
        }
      }
    }
    return list.toString();
  }

  private static List<Path> rooms(Path main) throws IOException {
    try (Stream<Path> all = Files.walk(main)) {
      return all.filter(file -> file.endsWith("package-info.java"))
          .map(file -> file.resolveSibling(""))
          .sorted()
          .toList();
    }
  }

  private static String room(Path main, Path room) {
    String name = main.relativize(room).toString().replace('\\', '/').replace('/', '.');
    StringBuilder list = new StringBuilder();
    list.append(
        "\n**`%s`**: %s\n\n".formatted(name, sentence(room.resolve("package-info.java"), name)));
    try (Stream<Path> files = Files.list(room)) {
      for (Path file : files.filter(FileIndexTest::isListed).sorted().toList()) {
        String type = file.getFileName().toString().replace(".java", "");
        list.append("- `%s`: %s\n".formatted(type, sentence(file, type)));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return list.toString();
  }

  private static boolean isListed(Path file) {
    return file.toString().endsWith(".java") && !file.endsWith("package-info.java");
  }

  /** First sentence of the comment on what the file is named after. */
  private static String sentence(Path file, String name) {
    try {
      String source = Files.readString(file);
      Matcher declared =
          Pattern.compile(
                  "^(?:package |(?:(?:public|abstract|final|sealed) )*(?:class|record|interface|enum|@interface) )"
                      + Pattern.quote(name)
                      + "\\b",
                  Pattern.MULTILINE)
              .matcher(source);
      int end = declared.find() ? source.lastIndexOf("*/", declared.start()) : -1;
      if (end < 0) {
        throw new AssertionError(file + " has no Javadoc on " + name);
      }
      return sentence(source.substring(source.lastIndexOf("/**", end) + 3, end));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sentence(String comment) {
    String plain = comment.replaceAll("\\s*\\n\\s*\\*?\\s*", " ").strip();
    String text =
        TAG.matcher(plain)
            .replaceAll(
                tag ->
                    Matcher.quoteReplacement(
                        tag.group(1).equals("code")
                            ? "`" + tag.group(2) + "`"
                            : "`" + tag.group(2).replaceAll(".* ", "").replace("#", ".") + "`"));
    return text.split("(?<=[.]) |\\s*<p>|\\s*@(?:param|see)", 2)[0];
  }
}
