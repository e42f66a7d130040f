package dev.nof1.schema.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.fixture.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each kind of object, each attribute: changed, and seen as exactly that. See changes.txt. */
class ChangesTest {
  private static final Pattern CASE =
      Pattern.compile(
          "(?m:^)== (.+?)(?: \\(since (\\d+)\\))?\n(.*?)-- change\n(.*?)-- seen\n(.*?)(?=\n*(?m:^)== |\n*\\z)",
          Pattern.DOTALL);

  private record Case(String name, int since, String before, String change, String seen) {}

  @BeforeAll
  static void createRoles() {
    Roles.create();
  }

  @TestFactory
  Stream<DynamicTest> isSeenAsWhatItIs() throws IOException, SQLException {
    int major = major();
    return cases().stream()
        .filter(each -> major >= each.since())
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> look(each)));
  }

  private static void look(Case each) throws SQLException {
    SchemaSnapshot before;
    SchemaSnapshot after;
    try (Connection connection = TestServer.emptyDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(each.before());
      before = SchemaSnapshot.read(connection);
      statement.execute(each.change());
      after = SchemaSnapshot.read(connection);
    }

    List<Difference> differences = before.compare(after);
    String seen = Difference.text(differences) + added(differences, after);

    assertThat(seen).as(each.name()).isEqualTo(each.seen());
    assertThat(after.compare(before)).as(each.name()).hasSameSizeAs(differences);
    assertThat(after.text().equals(before.text())).as(each.name()).isEqualTo(each.seen().isEmpty());
  }

  /** What is on one side only has no attributes in the list. */
  private static String added(List<Difference> differences, SchemaSnapshot after) {
    List<SchemaObject> added =
        after.objects().stream()
            .filter(object -> differences.contains(Difference.added(object.kind(), object.name())))
            .toList();
    return added.isEmpty() ? "" : "\n" + new SchemaSnapshot(0, added, List.of()).text();
  }

  private static List<Case> cases() throws IOException {
    try (InputStream file = ChangesTest.class.getResourceAsStream("changes.txt")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      List<Case> cases = new ArrayList<>();
      for (Matcher found = CASE.matcher(text); found.find(); ) {
        String since = found.group(2);
        String seen = found.group(5);
        cases.add(
            new Case(
                found.group(1),
                since == null ? 0 : Integer.parseInt(since),
                found.group(3),
                found.group(4),
                seen.isBlank() ? "" : seen.stripTrailing() + "\n"));
      }
      return cases;
    }
  }

  private static int major() throws SQLException {
    try (Connection connection = TestServer.server().dataSource("postgres").getConnection()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    }
  }
}
