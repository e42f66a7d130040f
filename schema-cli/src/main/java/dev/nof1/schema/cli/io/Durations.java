package dev.nof1.schema.cli.io;

import dev.nof1.schema.environment.TimeText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how long to wait: a time with its unit, a number of seconds, or nothing at all (0). */
public final class Durations implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    if (value.matches("0+(ms|s|min|m|h)")) {
      return Duration.ZERO;
    }
    if (value.matches("[0-9]{1,7}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    return TimeText.parse(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is not a duration: write seconds, or 500ms, 30s, 2min."
                        .formatted(value)));
  }
}
