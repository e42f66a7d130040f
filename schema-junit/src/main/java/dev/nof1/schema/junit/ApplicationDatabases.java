package dev.nof1.schema.junit;

import java.util.List;

/**
 * Databases of a test class or test, for the {@link ApplicationFramework} that starts the class's
 * application. A parameter of this type is given them; nothing is lent before a method is called.
 *
 * @param all one for each {@link MigratedDatabase}, the one without a name first
 */
public record ApplicationDatabases(List<ApplicationDatabase> all) {
  /**
   * Copies the list.
   *
   * @param all one for each annotation
   */
  public ApplicationDatabases {
    all = List.copyOf(all);
  }
}
