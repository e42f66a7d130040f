package dev.nof1.schema.junit;

/**
 * Framework that starts an application for a test class, and asks for the class's {@link
 * ApplicationDatabase} by itself. Found as a service.
 */
public interface ApplicationFramework {

  /**
   * Returns whether the framework starts an application for a class. The class's databases are then
   * made when the application has started, or when somebody asks for one before that.
   *
   * @param testClass any test class
   * @return false where the class is none of this framework's
   */
  boolean startsFor(Class<?> testClass);
}
