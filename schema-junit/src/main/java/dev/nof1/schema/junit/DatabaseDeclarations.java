package dev.nof1.schema.junit;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * Annotations {@link MigratedDatabase} by which a class asks for databases. Those of a class take
 * the place of those that it inherits, as with any inherited annotation.
 */
public final class DatabaseDeclarations {
  private DatabaseDeclarations() {}

  /**
   * Finds those that hold for a class: its own, or those of the innermost class around it that has
   * any.
   *
   * @param testClass any class
   * @return the one without a name first; empty where there are none
   * @throws ExtensionConfigurationException if two have the same name, or none
   */
  public static List<MigratedDatabase> of(Class<?> testClass) {
    for (Class<?> each = testClass; each != null; each = each.getEnclosingClass()) {
      List<MigratedDatabase> found = on(each);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** Finds those of a class itself, which it may have inherited. */
  static List<MigratedDatabase> on(Class<?> type) {
    List<MigratedDatabase> found = inherited(type);
    if (found.size() < 2) {
      return found;
    }
    requireNames(type, found);
    return Stream.concat(
            found.stream().filter(each -> each.name().isEmpty()),
            found.stream().filter(each -> !each.name().isEmpty()))
        .toList();
  }

  private static List<MigratedDatabase> inherited(Class<?> type) {
    List<MigratedDatabase> found = new ArrayList<>();
    collect(type.getDeclaredAnnotations(), found, new HashSet<>());
    if (!found.isEmpty()) {
      return found;
    }
    for (Class<?> each : type.getInterfaces()) {
      found.addAll(inherited(each));
    }
    if (found.isEmpty() && type.getSuperclass() != null) {
      return inherited(type.getSuperclass());
    }
    return found;
  }

  /** Collects annotations, and those of annotations that a project has made of them. */
  private static void collect(
      Annotation[] annotations,
      List<MigratedDatabase> found,
      Set<Class<? extends Annotation>> seen) {
    for (Annotation each : annotations) {
      if (each instanceof MigratedDatabase one) {
        found.add(one);
      } else if (each instanceof MigratedDatabase.Several several) {
        found.addAll(List.of(several.value()));
      } else if (!each.annotationType().getName().startsWith("java.")
          && seen.add(each.annotationType())) {
        collect(each.annotationType().getDeclaredAnnotations(), found, seen);
      }
    }
  }

  private static void requireNames(Class<?> type, List<MigratedDatabase> all) {
    Set<String> names = new HashSet<>();
    for (MigratedDatabase each : all) {
      if (!names.add(each.name())) {
        throw new ExtensionConfigurationException(
            each.name().isEmpty()
                ? "%s has two @MigratedDatabase without a name. Give each but one a name: @MigratedDatabase(name = \"…\")."
                    .formatted(type.getName())
                : "%s has two @MigratedDatabase(name = \"%s\"). Give each a name of its own."
                    .formatted(type.getName(), each.name()));
      }
    }
  }
}
