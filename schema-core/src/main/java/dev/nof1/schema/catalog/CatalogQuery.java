package dev.nof1.schema.catalog;

import dev.nof1.schema.sql.SecretNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A query of the catalogs, from its file. */
final class CatalogQuery {
  private static final Pattern VERSION =
      Pattern.compile(" -- (?:since (\\d+))?(?:, )?(?:until (\\d+))?$");

  /** Queries by their name and the server's major version. */
  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private CatalogQuery() {}

  /** The query as a server of that major version understands it. */
  static String sql(String name, int major) {
    return KNOWN.computeIfAbsent(name + " " + major, key -> build(name, major));
  }

  private static String build(String name, int major) {
    return read(name).lines().filter(line -> isFor(line, major)).collect(Collectors.joining("\n"));
  }

  private static boolean isFor(String line, int major) {
    Matcher version = VERSION.matcher(line);
    if (!version.find()) {
      return true;
    }
    String since = version.group(1);
    String until = version.group(2);
    return (since == null || major >= Integer.parseInt(since))
        && (until == null || major <= Integer.parseInt(until));
  }

  private static String read(String name) {
    try (InputStream file = CatalogQuery.class.getResourceAsStream(name + ".sql")) {
      if (file == null) {
        throw new IllegalStateException("There is no catalog query " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{secret names}", SecretNames.PARTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
