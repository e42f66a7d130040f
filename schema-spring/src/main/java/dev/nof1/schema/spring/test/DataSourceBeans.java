package dev.nof1.schema.spring.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/**
 * Data sources that an application defines, and the choice among them.
 *
 * @param beans of the application
 * @param names of the data sources
 */
record DataSourceBeans(ConfigurableListableBeanFactory beans, List<String> names) {

  static DataSourceBeans of(ConfigurableListableBeanFactory beans) {
    List<String> names = new ArrayList<>();
    for (String name : beans.getBeanNamesForType(DataSource.class, true, false)) {
      if (beans.containsBeanDefinition(name)) {
        names.add(name);
      }
    }
    return new DataSourceBeans(beans, names);
  }

  /**
   * Chooses the bean of each database; none for a database without a name where the application has
   * no data source, and for others of whose names there may be one in another context.
   *
   * @param hierarchical whether the application has several contexts
   * @throws IllegalStateException if no bean, or more than one, is meant
   */
  Map<DeclaredDatabase, String> of(Collection<DeclaredDatabase> databases, boolean hierarchical) {
    Map<DeclaredDatabase, String> chosen = new LinkedHashMap<>();
    for (DeclaredDatabase each : databases) {
      if (each.hasName()) {
        named(each, hierarchical).ifPresent(bean -> put(chosen, each, bean));
      }
    }
    for (DeclaredDatabase each : databases) {
      if (!each.hasName()) {
        unnamed(chosen.values()).ifPresent(bean -> chosen.put(each, bean));
      }
    }
    return chosen;
  }

  private static void put(
      Map<DeclaredDatabase, String> chosen, DeclaredDatabase database, String bean) {
    chosen.forEach(
        (other, its) -> {
          if (its.equals(bean)) {
            throw new IllegalStateException(
                "%s and %s both mean the data source %s. Remove one of them."
                    .formatted(other, database, bean));
          }
        });
    chosen.put(database, bean);
  }

  /** Chooses the bean of that name, or else the one with that qualifier. */
  private Optional<String> named(DeclaredDatabase database, boolean hierarchical) {
    if (names.contains(database.name())) {
      return Optional.of(database.name());
    }
    List<String> found =
        names.stream()
            .filter(
                bean ->
                    BeanFactoryAnnotationUtils.isQualifierMatch(
                        database.name()::equals, bean, beans))
            .toList();
    if (found.size() > 1) {
      throw new IllegalStateException(
          "%s means several data sources: %s have that qualifier. Write the name of a bean."
              .formatted(database, String.join(", ", found)));
    }
    if (found.isEmpty() && !hierarchical) {
      throw unknown(database, names);
    }
    return found.stream().findFirst();
  }

  /** Describes a name that no data source has. */
  static IllegalStateException unknown(DeclaredDatabase database, List<String> names) {
    return new IllegalStateException(
        "No data source of the application has the name or qualifier of %s; the application has %s. Correct the name, or remove the annotation."
            .formatted(database, names.isEmpty() ? "no data source" : String.join(", ", names)));
  }

  private Optional<String> unnamed(Collection<String> taken) {
    List<String> free = names.stream().filter(each -> !taken.contains(each)).toList();
    if (free.isEmpty() && !taken.isEmpty()) {
      throw new IllegalStateException(
          "The annotations with names mean all data sources of the application: %s. Remove the @MigratedDatabase without a name."
              .formatted(String.join(", ", names)));
    }
    Optional<String> main = main(free);
    if (main.isEmpty() && !free.isEmpty()) {
      throw new IllegalStateException(
          "The application has the data sources %s, and none of them is @Primary, so @MigratedDatabase means none of them. Name those that tests use: %s; or make one primary."
              .formatted(
                  String.join(", ", free),
                  String.join(
                      " ",
                      free.stream()
                          .map("@MigratedDatabase(name = \"%s\", …)"::formatted)
                          .toList())));
    }
    return main;
  }

  /** Returns the one that Spring injects where nothing says which; that is migrated at a start. */
  Optional<String> main() {
    return main(names);
  }

  private Optional<String> main(List<String> among) {
    return only(among, BeanDefinition::isPrimary)
        .or(() -> only(among, each -> isCandidate(each) && !each.isFallback()))
        .or(() -> only(among, DataSourceBeans::isCandidate))
        .or(() -> only(among, each -> true));
  }

  private Optional<String> only(List<String> among, Predicate<BeanDefinition> kind) {
    List<String> found =
        among.stream().filter(each -> kind.test(beans.getMergedBeanDefinition(each))).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static boolean isCandidate(BeanDefinition bean) {
    return bean.isAutowireCandidate()
        && (!(bean instanceof AbstractBeanDefinition known) || known.isDefaultCandidate());
  }
}
