package dev.nof1.schema.plan;

import dev.nof1.schema.repository.HeldTexts;
import dev.nof1.schema.repository.Script;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The scripts of one run, each read when it is checked and never again: what was checked is what
 * runs. Not safe for use by several threads.
 */
public final class HeldScripts implements AutoCloseable {
  private final Map<BigDecimal, Script> listed = new HashMap<>();
  private final Map<BigDecimal, Script> held = new HashMap<>();
  private final HeldTexts texts = new HeldTexts();

  public HeldScripts(List<Script> scripts) {
    scripts.forEach(script -> listed.put(script.migration().id(), script));
  }

  /** The script of a step; the same text each time. */
  public Script of(Step step) {
    return held.computeIfAbsent(
        step.migration().id(),
        id -> {
          Script script = listed.get(id);
          if (script == null) {
            throw new IllegalStateException("A plan names only migrations that have scripts.");
          }
          return script.held(texts);
        });
  }

  /** One that is no step, held as long as those that are. */
  public Script hold(Script script) {
    return script.held(texts);
  }

  @Override
  public void close() {
    texts.close();
  }
}
