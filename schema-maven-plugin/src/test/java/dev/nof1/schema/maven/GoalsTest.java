package dev.nof1.schema.maven;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nof1.schema.cli.SchemaCli;
import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Invocation;
import dev.nof1.schema.environment.Surroundings;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The goals are the commands: what a command can be told, its goal can be told, in its words. */
class GoalsTest {
  /**
   * Options for a terminal, or that Maven's own (-q, -X, -e) stand for; a log has no use of JSON.
   */
  private static final Set<String> OF_THE_COMMAND_ONLY =
      Set.of("help", "version", "quiet", "color", "trace", "format");

  private static final Set<String> OF_THE_GOAL_ONLY = Set.of("environment", "server", "skip");

  /** Parameters that stand on the command line without an option. */
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "up", Set.of("count"),
          "down", Set.of("count"),
          "script", Set.of("from", "to"),
          "new", Set.of("description"));

  @TempDir Path folder;

  static Stream<Descriptor.Goal> commands() throws Exception {
    return Descriptor.goals().stream().filter(goal -> !goal.name().equals("database"));
  }

  @Test
  void thereIsAGoalForEachPromisedCommandAndTheDatabase() throws Exception {
    assertThat(Descriptor.goals())
        .extracting(Descriptor.Goal::name)
        .containsExactlyInAnyOrder(
            "up",
            "down",
            "status",
            "check",
            "verify",
            "test",
            "script",
            "new",
            "snapshot",
            "database");
    assertThat(Descriptor.goals()).allMatch(Descriptor.Goal::threadSafe);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void parametersAreTheOptions(Descriptor.Goal goal) {
    Set<String> options = options(goal.name());
    options.removeAll(OF_THE_COMMAND_ONLY);
    if (goal.name().equals("snapshot")) {
      options.add("format");
    }
    Set<String> parameters =
        goal.parameters().stream()
            .map(Descriptor.Parameter::name)
            .filter(name -> !OF_THE_GOAL_ONLY.contains(name))
            .filter(name -> !VALUES.getOrDefault(goal.name(), Set.of()).contains(name))
            .map(GoalsTest::option)
            .collect(toCollection(TreeSet::new));

    assertThat(parameters).isEqualTo(options);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyParameterReachesTheCommand(Descriptor.Goal goal) throws Exception {
    CommandMojo mojo =
        Class.forName(goal.implementation())
            .asSubclass(CommandMojo.class)
            .getDeclaredConstructor()
            .newInstance();
    for (Descriptor.Parameter parameter : goal.parameters()) {
      set(mojo, parameter.name());
    }
    set(mojo, "project");
    RepositoryChoice choice = new RepositoryChoice(folder, Optional.of("somewhere"), false, "");

    List<String> line = new ArrayList<>(List.of(mojo.arguments(choice).line()));

    for (Descriptor.Parameter parameter : goal.parameters()) {
      if (!OF_THE_GOAL_ONLY.contains(parameter.name())) {
        boolean isValue = VALUES.getOrDefault(goal.name(), Set.of()).contains(parameter.name());
        assertThat(line)
            .as(parameter.name())
            .anyMatch(
                isValue
                    ? ("1 " + parameter.name())::equals
                    : argument -> argument.matches("--" + option(parameter.name()) + "(=.*)?"));
      }
    }
    // The command knows each of them: with its help asked for, it does nothing.
    line.add(1, "--help");
    line.removeIf(argument -> argument.equals("--") || argument.startsWith("1 "));
    line.replaceAll(argument -> argument.replaceFirst("^(--(?:parallel|lock-tries))=.*", "$1=1"));
    line.replaceAll(argument -> argument.replaceFirst("^(--.*-timeout)=.*", "$1=1s"));
    line.replaceAll(argument -> argument.replaceFirst("^(--format)=.*", "$1=json"));
    assertThat(run(line.toArray(String[]::new)).code()).isEqualTo(ExitCode.DONE);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void propertiesAreNamedAsParameters(Descriptor.Goal goal) {
    assertThat(goal.parameters())
        .allSatisfy(
            p ->
                assertThat(p.property())
                    .isEqualTo(p.name().equals("environment") ? "" : "schema." + p.name()));
    assertThat(goal.parameters()).allSatisfy(p -> assertThat(p.description()).endsWith("."));
  }

  @Test
  void aValueThatBeginsWithADashIsNoOption() {
    assertThat(new Arguments("new").option("--template", " ").value("-x").line())
        .containsExactly("new", "--", "-x");
  }

  @Test
  void adviceNamesThePropertiesThatTheGoalHas() {
    Arguments arguments =
        new Arguments("up").option("--path", null).flag("--single-transaction", false);

    assertThat(
            arguments.inTermsOfTheGoal(
                "Name it with --path=nof1: or leave out --single-transaction. Add --yes.\n  -- a comment--path"))
        .isEqualTo(
            "Name it with -Dschema.path=nof1: or leave out -Dschema.singleTransaction. Add --yes.\n  -- a comment--path");
  }

  @Test
  void linesOfALogAreWhole() {
    List<String> lines = new ArrayList<>();
    try (PrintWriter writer = new PrintWriter(new LineWriter(lines::add))) {
      writer.print("one ");
      writer.flush();
      writer.print("line\r\nand\n\na ");
      writer.print("rest");
    }

    assertThat(lines).containsExactly("one line", "and", "", "a rest");
  }

  private void set(CommandMojo mojo, String name) throws Exception {
    Field field = field(mojo.getClass(), name);
    field.setAccessible(true);
    Object value;
    if (field.getType() == boolean.class) {
      value = true;
    } else if (field.getType() == List.class) {
      value = List.of("1 " + name);
    } else if (field.getType() == File.class) {
      value = folder.resolve("out/" + name).toFile();
    } else if (field.getType() == Map.class) {
      value = Map.of("url", "jdbc:postgresql://localhost/x");
    } else if (field.getType() == MavenProject.class) {
      value = project();
    } else {
      value = "1 " + name;
    }
    field.set(mojo, value);
  }

  private MavenProject project() {
    Build build = new Build();
    build.setDirectory(folder.toString());
    Model model = new Model();
    model.setBuild(build);
    return new MavenProject(model);
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Optional<Field> found =
          Arrays.stream(c.getDeclaredFields()).filter(f -> f.getName().equals(name)).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new NoSuchFieldException(name);
  }

  private Set<String> options(String command) {
    Matcher option =
        Pattern.compile("(?m)^ +(?:-\\w, )?--([a-z-]+)").matcher(run(command, "--help").out());
    Set<String> options = new TreeSet<>();
    while (option.find()) {
      options.add(option.group(1));
    }
    assertThat(options).contains("env", "path");
    return options;
  }

  private record Result(int code, String out) {}

  private Result run(String... args) {
    StringWriter out = new StringWriter();
    Invocation invocation =
        new Invocation(new Surroundings(Map.of(), Map.of()), folder, Optional.empty());
    int code = SchemaCli.run(new PrintWriter(out), new PrintWriter(out), invocation, args);
    return new Result(code, out.toString());
  }

  /** The command's word for a parameter. */
  private static String option(String parameter) {
    return parameter.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
