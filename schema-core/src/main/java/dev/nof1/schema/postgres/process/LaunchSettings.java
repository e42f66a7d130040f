package dev.nof1.schema.postgres.process;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one start, as the public package was given them.
 *
 * @param parameters server parameters by name; they win over what this project chooses
 * @param startTimeout how long a server may take until it accepts connections
 * @param progress gets a line for each step that takes longer than a moment
 * @param version which PostgreSQL, such as {@code 18} or {@code 18.6}; null for the newest
 */
public record LaunchSettings(
    Map<String, String> parameters,
    Duration startTimeout,
    Consumer<String> progress,
    @Nullable String version) {}
