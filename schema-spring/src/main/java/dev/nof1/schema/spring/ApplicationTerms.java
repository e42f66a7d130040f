package dev.nof1.schema.spring;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Terms of a Spring application for what the library's advice calls by those of a command line:
 * whoever reads it has an application to start and properties to set.
 */
final class ApplicationTerms {
  private static final Map<String, String> TERMS = terms();

  private ApplicationTerms() {}

  private static Map<String, String> terms() {
    String statementTimeout = MigrationsProperties.PREFIX + ".statement-timeout = 0";
    Map<String, String> terms = new LinkedHashMap<>();
    terms.put("run this again", "start the application again");
    terms.put("Run this again", "Start the application again");
    terms.put("running this again", "starting the application again");
    terms.put("--statement-timeout=0 (the key statement_timeout=0)", statementTimeout);
    terms.put("the key statement_timeout=0 of the environment's file", statementTimeout);
    terms.put("by --statement-timeout", "by " + MigrationsProperties.PREFIX + ".statement-timeout");
    terms.put("a longer lock_timeout", "a longer " + MigrationsProperties.PREFIX + ".lock-timeout");
    terms.put("'status' shows", "'schema-cli status' or the actuator's endpoint migrations shows");
    return terms;
  }

  /** Translates advice of the library's. */
  static String of(String advice) {
    String translated = advice.strip();
    for (Map.Entry<String, String> term : TERMS.entrySet()) {
      translated = translated.replace(term.getKey(), term.getValue());
    }
    return translated;
  }
}
