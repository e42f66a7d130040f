package dev.nof1.schema.junit.lease;

import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Value of a JUnit store that is closed with the store. JUnit before 5.13 closes nothing else, and
 * JUnit from 5.13 on complains of whatever is no {@link AutoCloseable}.
 */
@SuppressWarnings("deprecation")
public interface StoredResource extends AutoCloseable, Store.CloseableResource {
  @Override
  void close() throws Exception;
}
