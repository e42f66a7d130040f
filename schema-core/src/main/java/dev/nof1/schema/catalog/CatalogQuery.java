package dev.nof1.schema.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A query of the catalogs, from its file. */
final class CatalogQuery {
  private static final Pattern VERSION = Pattern.compile("-- (since|until) (\\d+)$");

  private CatalogQuery() {}

  /** The query as a server of that major version understands it. */
  static String sql(String name, int major) {
    return read(name).lines().filter(line -> isFor(line, major)).collect(Collectors.joining("\n"));
  }

  private static boolean isFor(String line, int major) {
    Matcher version = VERSION.matcher(line);
    if (!version.find()) {
      return true;
    }
    int limit = Integer.parseInt(version.group(2));
    return version.group(1).equals("since") ? major >= limit : major <= limit;
  }

  private static String read(String name) {
    try (InputStream file = CatalogQuery.class.getResourceAsStream(name + ".sql")) {
      if (file == null) {
        throw new IllegalStateException("There is no catalog query " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
