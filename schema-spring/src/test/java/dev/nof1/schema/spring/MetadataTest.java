package dev.nof1.schema.spring;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Properties as IDEs are told of them. */
class MetadataTest {
  private static final Pattern NAME =
      Pattern.compile("\"name\": \"schema\\.migrations\\.([^\"]+)\"");

  @Test
  void describesEachProperty() throws IOException {
    Set<String> properties =
        Arrays.stream(MigrationsProperties.class.getRecordComponents())
            .map(each -> each.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
            .collect(toSet());

    assertThat(NAME.matcher(metadata()).results().map(each -> each.group(1)).collect(toSet()))
        .isEqualTo(properties);
  }

  private static String metadata() throws IOException {
    try (InputStream file =
        MigrationsProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
