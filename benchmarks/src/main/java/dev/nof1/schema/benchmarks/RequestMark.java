package dev.nof1.schema.benchmarks;

import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.SelectorResolutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Marks the moment the first test class is known, which is the first that any tool can hear of it.
 * Found as a service, and before that of schema-junit, whose work comes after the mark.
 */
public final class RequestMark implements LauncherSessionListener {

  /** For JUnit. */
  public RequestMark() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    session
        .getLauncher()
        .registerLauncherDiscoveryListeners(
            new LauncherDiscoveryListener() {
              private boolean marked;

              @Override
              public void selectorProcessed(
                  UniqueId engine, DiscoverySelector selector, SelectorResolutionResult result) {
                if (!marked) {
                  marked = true;
                  Marks.add();
                }
              }
            });
  }
}
