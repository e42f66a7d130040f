package dev.nof1.schema.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fields of test classes, set by us. One that another test still reads is refused: a static field
 * that parallel subclasses inherit, or one instance's field with a database for each of its
 * parallel tests. Safe for use by several threads.
 */
final class InjectedFields {
  // Guarded by the class's monitor; the value in use is the last one.
  private static final Map<Place, Deque<Value>> VALUES = new HashMap<>();

  private InjectedFields() {}

  /**
   * Sets a field until whoever uses it ends; then it has the value again that it had before for a
   * class around that.
   *
   * @param instance null for a static field
   * @param value what to set
   * @param source what two values must have in common to be the same to a test
   * @param user the test or class that reads it
   * @param owner the class that asked for the database, for a message
   * @return ends the use
   */
  static AutoCloseable set(
      Field field,
      @Nullable Object instance,
      Object value,
      Object source,
      ExtensionContext user,
      Owner owner)
      throws IllegalAccessException {
    Place place = new Place(field, instance);
    synchronized (InjectedFields.class) {
      Deque<Value> values = VALUES.computeIfAbsent(place, p -> new ArrayDeque<>());
      Value current = values.peekLast();
      if (current == null || current.source != source) {
        if (current != null) {
          refuseIfRead(field, current, user, owner);
        }
        field.set(instance, value);
        current = new Value(value, source, owner, new HashSet<>());
        values.addLast(current);
      } else {
        field.set(instance, current.value);
      }
      current.users.add(user);
    }
    return () -> end(place, user);
  }

  /** Refuses unless all readers are around this one and wait for it; others run in parallel. */
  private static void refuseIfRead(Field field, Value current, ExtensionContext user, Owner owner) {
    boolean ofAnotherExtension =
        current.owner.context().getUniqueId().equals(owner.context().getUniqueId())
            && !(current.owner.request().equals(owner.request())
                && current.owner.isolation() == owner.isolation());
    for (ExtensionContext other : current.users) {
      if (ofAnotherExtension || !isAround(other, user)) {
        throw new ExtensionConfigurationException(
            "The field %s holds a database of %s, which is in use, so it cannot hold one of %s too. %s"
                .formatted(
                    field,
                    name(other),
                    name(user),
                    ofAnotherExtension
                        ? "Both extensions of this class set it: leave one, or give each a class of"
                            + " its own."
                        : advice(field)));
      }
    }
  }

  private static String advice(Field field) {
    return Modifier.isStatic(field.getModifiers())
        ? "Classes that run in parallel need fields of their own: make it an instance field, or ask"
            + " for a parameter."
        : "Tests that run in parallel on one instance need parameters instead of a field, or"
            + " @TestInstance(PER_METHOD).";
  }

  private static boolean isAround(ExtensionContext outer, ExtensionContext inner) {
    return inner.getUniqueId().startsWith(outer.getUniqueId() + "/");
  }

  private static String name(ExtensionContext context) {
    return context.getRequiredTestClass().getName()
        + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
  }

  private static void end(Place place, ExtensionContext user) throws IllegalAccessException {
    synchronized (InjectedFields.class) {
      Deque<Value> values = VALUES.get(place);
      if (values == null) {
        return;
      }
      Object source = values.getLast().source;
      values.forEach(value -> value.users.remove(user));
      values.removeIf(value -> value.users.isEmpty());
      if (values.isEmpty()) {
        VALUES.remove(place);
      } else if (values.getLast().source != source) {
        place.field.set(place.instance, values.getLast().value);
      }
    }
  }

  /** Key of a field of one object, by identity: a test class may have an equals of its own. */
  private record Place(Field field, @Nullable Object instance) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place
          && place.field.equals(field)
          && place.instance == instance;
    }

    @Override
    public int hashCode() {
      return 31 * field.hashCode() + System.identityHashCode(instance);
    }
  }

  /**
   * Value that a field holds.
   *
   * @param users who reads it
   */
  private record Value(Object value, Object source, Owner owner, Set<ExtensionContext> users) {}
}
