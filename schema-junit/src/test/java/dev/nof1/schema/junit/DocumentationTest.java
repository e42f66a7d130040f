package dev.nof1.schema.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every Java snippet of the documents compiles, or is part of a project that the build runs. */
class DocumentationTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Path PROJECT = Path.of("..");

  /** Applications that the builds of this module and of schema-spring run. */
  private static final List<Path> SPRING =
      List.of(
          Path.of("src/it/outside/spring-boot"), PROJECT.resolve("schema-spring/src/it/outside"));

  /** What a reader takes for granted. */
  private static final String PRELUDE =
      """
      import static org.assertj.core.api.Assertions.assertThat;
      import dev.nof1.schema.*;
      import dev.nof1.schema.catalog.*;
      import dev.nof1.schema.junit.*;
      import dev.nof1.schema.junit.contract.*;
      import dev.nof1.schema.repository.*;
      import dev.nof1.schema.rows.*;
      import java.math.BigDecimal;
      import java.sql.*;
      import java.util.*;
      import java.util.stream.Stream;
      import javax.sql.DataSource;
      import org.junit.jupiter.api.*;
      import org.junit.jupiter.api.extension.*;
      """;

  private static final String AROUND =
      """

      class TradeRepository {
        TradeRepository(DataSource database) {}
        List<String> all() { return List.of(); }
      }
      """;

  @TempDir private Path classes;

  @TestFactory
  Stream<DynamicTest> everySnippetCompiles() throws IOException {
    List<Path> documents;
    try (Stream<Path> docs = Files.list(PROJECT.resolve("docs"))) {
      documents =
          Stream.concat(Stream.of(PROJECT.resolve("README.md")), docs)
              .filter(file -> file.toString().endsWith(".md"))
              .sorted()
              .collect(Collectors.toList());
    }
    return documents.stream().flatMap(this::snippets);
  }

  private Stream<DynamicTest> snippets(Path document) {
    String text = read(document);
    return SNIPPET
        .matcher(text)
        .results()
        .map(
            match ->
                DynamicTest.dynamicTest(
                    document.getFileName()
                        + " line "
                        + text.substring(0, match.start()).lines().count(),
                    () -> {
                      if (document.endsWith("spring.md")) {
                        assertThat(partsOf(match.group(1))).allSatisfy(this::isRunWithSpring);
                      } else {
                        compile(match.group(1));
                      }
                    }));
  }

  private static List<String> partsOf(String snippet) {
    return List.of(snippet.split("…\n", -1));
  }

  private void isRunWithSpring(String part) {
    assertThat(SPRING.stream().flatMap(DocumentationTest::sources))
        .as("the sources in " + SPRING)
        .anyMatch(source -> source.contains(part));
  }

  private static Stream<String> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(DocumentationTest::read)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(String snippet) {
    StringWriter problems = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiled =
        compiler
            .getTask(
                problems,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                List.of(source(whole(snippet))))
            .call();
    assertThat(compiled).as("%s%n%s", snippet, problems).isTrue();
  }

  /** Types stand as they are; statements need a method around them. */
  private static String whole(String snippet) {
    String imports = lines(snippet, true);
    String rest = lines(snippet, false);
    Matcher type =
        Pattern.compile(
                "^(?:@\\w+.*\\n)*(?:final )?(?:class|interface|enum|record|@interface) ",
                Pattern.MULTILINE)
            .matcher(rest);
    return PRELUDE
        + imports
        + (type.find()
            ? rest
            : "class Snippet { void change(Connection connection) {}\n"
                + "void run(DataSource dataSource) throws Exception {\n"
                + rest
                + "} }\n")
        + AROUND;
  }

  private static String lines(String snippet, boolean imports) {
    return snippet
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("import ") == imports)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static JavaFileObject source(String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
