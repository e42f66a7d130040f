package dev.nof1.schema.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/maven.md are what the plugin's descriptor says. */
class GoalReferenceTest {
  private static final Path PAGE = Path.of("../docs/maven.md");
  private static final String BEGIN = "<!-- goals: written by GoalReferenceTest -->\n";
  private static final String END = "<!-- end of goals -->";

  @Test
  void thePageHasAllGoalsAndParameters() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).isBetween(BEGIN.length(), end);
    String written = page.substring(0, begin) + tables() + page.substring(end);
    if (Boolean.getBoolean("nof1.docs.write")) {
      Files.writeString(PAGE, written);
    }
    assertThat(Files.readString(PAGE))
        .as(
            "docs/maven.md is out of date: run 'mvn -B -pl schema-maven-plugin -am test -Dtest=GoalReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dnof1.docs.write=true' and commit it")
        .isEqualTo(written);
  }

  private static String tables() throws Exception {
    List<Descriptor.Goal> goals = Descriptor.goals();
    Set<String> ofAll =
        goals.stream()
            .filter(goal -> !goal.name().equals("database"))
            .map(goal -> goal.parameters().stream().map(Descriptor.Parameter::name).toList())
            .map(names -> (Set<String>) new TreeSet<>(names))
            .reduce(
                (a, b) -> {
                  a.retainAll(b);
                  return a;
                })
            .orElseThrow();
    StringBuilder text = new StringBuilder();
    text.append("\n| goal | what it does |\n|---|---|\n");
    for (Descriptor.Goal goal : goals) {
      text.append("| `%s` | %s |\n".formatted(goal.name(), oneLine(goal.description())));
    }
    text.append("\nParameters of every goal (`database` has no `verbose`):\n\n")
        .append(table(goals.get(0), ofAll, true));
    TreeMap<String, List<Descriptor.Goal>> byTable = new TreeMap<>();
    for (Descriptor.Goal goal : goals) {
      byTable.computeIfAbsent(table(goal, ofAll, false), t -> new ArrayList<>()).add(goal);
    }
    for (Descriptor.Goal goal : goals) {
      List<Descriptor.Goal> same = byTable.remove(table(goal, ofAll, false));
      if (same != null) {
        text.append(
                "\nBeside these, %s:\n\n"
                    .formatted(
                        same.stream()
                            .map(g -> "`" + g.name() + "`")
                            .collect(Collectors.joining(", "))))
            .append(table(goal, ofAll, false));
      }
    }
    return text.append("\n").toString();
  }

  private static String table(Descriptor.Goal goal, Set<String> ofAll, boolean common) {
    StringBuilder text =
        new StringBuilder("| in the POM | property | default | |\n|---|---|---|---|\n");
    goal.parameters().stream()
        .filter(p -> ofAll.contains(p.name()) == common)
        .forEach(
            p ->
                text.append(
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            p.name(),
                            code(p.property()),
                            code(p.defaultValue()),
                            oneLine(p.description()))));
    return text.toString();
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static String oneLine(String text) {
    return text.replaceAll("<[^>]*>", "`").replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
