package dev.nof1.schema.spring.test;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Memory of JPA: second-level caches, and Hibernate's blocks of identifiers. */
final class JpaMemory {
  private JpaMemory() {}

  static void forget(ConfigurableListableBeanFactory beans, boolean hasHibernate) {
    for (String name : beans.getBeanNamesForType(EntityManagerFactory.class, false, false)) {
      if (beans.containsSingleton(name.replaceFirst("^&", ""))) {
        EntityManagerFactory factory = beans.getBean(name, EntityManagerFactory.class);
        factory.getCache().evictAll();
        if (hasHibernate) {
          HibernateMemory.forget(factory);
        }
      }
    }
  }
}
