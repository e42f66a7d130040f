package dev.nof1.schema.spring.test;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.CacheManager;
import org.springframework.util.ClassUtils;

/** Memory that an application has of its database: it is forgotten with the database it is of. */
final class ApplicationMemory {
  private static final boolean HAS_JPA = isPresent("jakarta.persistence.EntityManagerFactory");
  private static final boolean HAS_HIBERNATE =
      HAS_JPA && isPresent("org.hibernate.engine.spi.SessionFactoryImplementor");

  private final ConfigurableListableBeanFactory beans;

  ApplicationMemory(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  private static boolean isPresent(String type) {
    return ClassUtils.isPresent(type, ApplicationMemory.class.getClassLoader());
  }

  /** Empties caches, and lets generators ask the database for their next block. */
  void forget() {
    for (String name : beans.getBeanNamesForType(CacheManager.class, false, false)) {
      if (beans.containsSingleton(name)) {
        clear(beans.getBean(name, CacheManager.class));
      }
    }
    if (HAS_JPA) {
      JpaMemory.forget(beans, HAS_HIBERNATE);
    }
  }

  private static void clear(CacheManager manager) {
    for (String name : manager.getCacheNames()) {
      var cache = manager.getCache(name);
      if (cache != null) {
        cache.clear();
      }
    }
  }
}
