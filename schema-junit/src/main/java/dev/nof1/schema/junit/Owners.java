package dev.nof1.schema.junit;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Databases that a class has asked for, by their names.
 *
 * @param all empty if another extension serves the class's tests; the one without a name is first
 */
record Owners(List<Owner> all) {
  static final Owners NONE = new Owners(List.of());

  static Owners of(Owner sole) {
    return new Owners(List.of(sole));
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * Chooses the database of a parameter or field: the one that it names, or else the one without a
   * name, or the only one.
   *
   * @param place for a message, such as "parameter audit"
   */
  Owner of(AnnotatedElement element, String place) {
    String name =
        AnnotationSupport.findAnnotation(element, InjectDatabase.class)
            .map(InjectDatabase::value)
            .orElse("");
    Optional<Owner> found = all.stream().filter(each -> each.name().equals(name)).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    if (name.isEmpty() && all.size() == 1) {
      return all.get(0);
    }
    String names = all.stream().map(Owners::described).collect(Collectors.joining(", "));
    String example = all.get(all.size() - 1).name();
    throw new ExtensionConfigurationException(
        name.isEmpty()
            ? "The %s does not say which database it wants; %s has %s. Write @InjectDatabase(\"%s\") before it."
                .formatted(place, type(), names, example)
            : "The %s wants the database \"%s\"; %s has %s. Correct the name, or add @MigratedDatabase(name = \"%s\")."
                .formatted(place, name, type(), names, name));
  }

  private String type() {
    return all.get(0).context().getRequiredTestClass().getName();
  }

  private static String described(Owner owner) {
    return owner.name().isEmpty() ? "one without a name" : "\"" + owner.name() + "\"";
  }

  /** Returns whether a database has been asked for already and there is none. */
  boolean lackDatabase(ExtensionContext user) {
    return all.stream().anyMatch(each -> each.lacksDatabase(user));
  }
}
