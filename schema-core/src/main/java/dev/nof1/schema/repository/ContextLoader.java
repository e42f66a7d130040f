package dev.nof1.schema.repository;

import java.io.Reader;
import java.util.List;
import java.util.function.Supplier;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.MigrationLoader;
import org.jspecify.annotations.Nullable;

/** A loader from a jar of the user's, called with that jar's classes in the thread's context. */
record ContextLoader(MigrationLoader loader, ClassLoader classLoader) implements MigrationLoader {

  @Override
  public List<Change> getMigrations() {
    return within(classLoader, loader::getMigrations);
  }

  @Override
  public @Nullable Reader getScriptReader(Change change, boolean undo) {
    return within(classLoader, () -> loader.getScriptReader(change, undo));
  }

  @Override
  public @Nullable Reader getBootstrapReader() {
    return within(classLoader, loader::getBootstrapReader);
  }

  @Override
  public @Nullable Reader getOnAbortReader() {
    return within(classLoader, loader::getOnAbortReader);
  }

  static <T extends @Nullable Object> T within(ClassLoader classLoader, Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(classLoader);
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
