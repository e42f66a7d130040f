package dev.nof1.schema.environment;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Keys of an environment file that are settings; MyBatis makes all others script variables. */
final class Keys {

  /** Keys that are read only to connect, in the order in which what they lack is reported. */
  static final List<String> CONNECTION = List.of("url", "username", "password");

  /**
   * Key of this project: the embedded server instead of the URL's. To a repository's scripts it may
   * be a variable, too.
   */
  static final String EMBEDDED = "embedded";

  /**
   * Keys of this project: how long a migration may wait, and how often it is tried. MyBatis knows
   * none of these, so to a repository's scripts they may be variables, and are.
   */
  static final String LOCK_TIMEOUT = "lock_timeout";

  static final String LOCK_TRIES = "lock_tries";
  static final String STATEMENT_TIMEOUT = "statement_timeout";
  static final String SESSION_TIME_ZONE = "session_time_zone";

  /**
   * Key of this project: which script variables are secrets. A script may use it as a variable all
   * the same.
   */
  static final String SECRET_VARIABLES = "secret_variables";

  /**
   * Key of this project: what {@code check} passes over. A script may use it as a variable all the
   * same.
   */
  static final String CHECK_IGNORE = "check_ignore";

  private static final Set<String> SETTINGS =
      Set.of(
          "time_zone",
          "delimiter",
          "script_char_set",
          "full_line_delimiter",
          "send_full_script",
          "auto_commit",
          "remove_crs",
          "ignore_warnings",
          "driver_path",
          "driver");

  private static final Pattern HOOK =
      Pattern.compile(
          "hook_((before|before_each|after_each|after)_(up|down|script)|(before|after)_new)");

  private Keys() {}

  static boolean isHook(String key) {
    return HOOK.matcher(key).matches();
  }

  static boolean isScriptVariable(String key) {
    return !SETTINGS.contains(key) && !CONNECTION.contains(key) && !isHook(key);
  }
}
