package dev.nof1.schema.spring.test;

import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.enhanced.NoopOptimizer;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;
import org.hibernate.persister.entity.EntityPersister;

/**
 * Memory of Hibernate's: caches of queries, and blocks of identifiers that an optimizer has taken
 * from a sequence of another database, which would repeat there or, at the block's end, go below
 * zero.
 *
 * <p>Optimizers have no way to forget; their fields have had these names since Hibernate 4.
 */
final class HibernateMemory {
  private static final System.Logger LOG = System.getLogger(HibernateMemory.class.getName());
  private static final Set<String> STATE =
      Set.of("noTenantState", "tenantSpecificState", "singleTenantState", "multiTenantStates");

  /** Kinds of optimizers that nothing is known of, and that the log has. */
  private static final Set<Class<?>> UNKNOWN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private HibernateMemory() {}

  static void forget(EntityManagerFactory factory) {
    SessionFactoryImplementor hibernate;
    try {
      hibernate = factory.unwrap(SessionFactoryImplementor.class);
    } catch (RuntimeException e) {
      // Another provider's.
      return;
    }
    hibernate.getCache().evictAllRegions();
    hibernate.getMappingMetamodel().forEachEntityDescriptor(HibernateMemory::forgetIdentifiers);
  }

  private static void forgetIdentifiers(EntityPersister entity) {
    Generator generator = entity.getGenerator();
    Optimizer optimizer =
        generator instanceof SequenceStyleGenerator sequence
            ? sequence.getOptimizer()
            : generator instanceof TableGenerator table ? table.getOptimizer() : null;
    if (optimizer == null || optimizer instanceof NoopOptimizer) {
      return;
    }
    boolean known = false;
    synchronized (optimizer) {
      for (Class<?> each = optimizer.getClass(); each != null; each = each.getSuperclass()) {
        for (Field field : each.getDeclaredFields()) {
          if (STATE.contains(field.getName())) {
            known |= clear(field, optimizer);
          }
        }
      }
    }
    if (!known && UNKNOWN.add(optimizer.getClass())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The identifiers of {0} come from {1}, which keeps a block of them that cannot be discarded: in the next class they may repeat. Use one of Hibernate''s own optimizers, or allocationSize = 1.",
          entity.getEntityName(),
          optimizer.getClass().getName());
    }
  }

  private static boolean clear(Field field, Optimizer optimizer) {
    try {
      field.setAccessible(true);
      Object value = field.get(optimizer);
      if (value instanceof ThreadLocal<?> ofThisThread) {
        ofThisThread.remove();
      } else if (!Modifier.isFinal(field.getModifiers())) {
        field.set(optimizer, null);
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return false;
    }
  }
}
