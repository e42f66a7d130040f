package dev.nof1.schema.house;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The size and the circles of every package of all modules. The rule stands here once, in a module
 * that has the classes of all others; so none of these waits for another.
 */
class RoomsTest {
  private static final int MOST_FILES = 25;
  private static final int LARGEST_CIRCLE = 4;
  private static final String HOUSE = "dev.nof1.schema";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HOUSE);

  static Stream<String> packages() {
    return CLASSES.stream().map(JavaClass::getPackageName).distinct().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void hasFewFiles(String name) {
    Set<String> files =
        CLASSES.stream()
            .filter(c -> c.getPackageName().equals(name))
            .map(RoomsTest::file)
            .collect(toSet());
    assertThat(files).as("files of %s", name).hasSizeLessThanOrEqualTo(MOST_FILES);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void hasSmallCirclesOnly(String name) {
    Map<String, Set<String>> uses =
        graph(
            CLASSES.stream().filter(c -> c.getPackageName().equals(name)).toList(),
            RoomsTest::file);
    assertThat(circles(uses))
        .as("circles of files in %s", name)
        .allSatisfy(circle -> assertThat(circle).hasSizeLessThanOrEqualTo(LARGEST_CIRCLE));
  }

  @Test
  void packagesFormNoCircle() {
    assertThat(circles(graph(CLASSES, JavaClass::getPackageName))).isEmpty();
  }

  @Test
  void findsACircleOfThreeBesideAChain() {
    Map<String, Set<String>> uses =
        Map.of(
            "a",
            Set.of("b"),
            "b",
            Set.of("c"),
            "c",
            Set.of("a", "d"),
            "d",
            Set.of("e"),
            "e",
            Set.of());

    assertThat(circles(uses)).containsExactly(Set.of("a", "b", "c"));
  }

  /** Nodes of two and more that reach one another, largest first. */
  static List<Set<String>> circles(Map<String, Set<String>> uses) {
    Map<String, Set<String>> reached = new LinkedHashMap<>();
    uses.keySet().forEach(node -> reached.put(node, reachable(node, uses)));
    Set<Set<String>> circles = new HashSet<>();
    for (Map.Entry<String, Set<String>> from : reached.entrySet()) {
      Set<String> circle = new TreeSet<>(from.getValue());
      circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(from.getKey()));
      if (circle.size() > 1) {
        circles.add(circle);
      }
    }
    return circles.stream()
        .sorted(Comparator.comparing((Set<String> circle) -> -circle.size()))
        .toList();
  }

  private static Set<String> reachable(String start, Map<String, Set<String>> uses) {
    Set<String> seen = new HashSet<>();
    List<String> next = new ArrayList<>(uses.getOrDefault(start, Set.of()));
    while (!next.isEmpty()) {
      String node = next.remove(next.size() - 1);
      if (seen.add(node)) {
        next.addAll(uses.getOrDefault(node, Set.of()));
      }
    }
    return seen;
  }

  private static Map<String, Set<String>> graph(
      Iterable<JavaClass> classes, Function<JavaClass, String> node) {
    Map<String, Set<String>> uses = new HashMap<>();
    classes.forEach(c -> uses.put(node.apply(c), new TreeSet<>()));
    for (JavaClass c : classes) {
      Set<String> used = uses.computeIfAbsent(node.apply(c), name -> new TreeSet<>());
      for (Dependency dependency : c.getDirectDependenciesFromSelf()) {
        String target = node.apply(dependency.getTargetClass().getBaseComponentType());
        if (uses.containsKey(target) && !target.equals(node.apply(c))) {
          used.add(target);
        }
      }
    }
    return uses;
  }

  /** The top-level class that a class is written in. */
  private static String file(JavaClass c) {
    return c.getName().replaceFirst("\\$.*", "");
  }
}
