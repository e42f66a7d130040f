package dev.nof1.schema.environment;

import dev.nof1.schema.error.ConfigurationException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Makes the value of a variable fit for a place in a URL, so that it can only be what it is meant
 * to be: a database called {@code a?sslmode=disable} is one with an odd name.
 */
final class UrlPart {

  static final String HOST = "NOF1_DB_HOST";
  static final String PORT = "NOF1_DB_PORT";

  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
  private static final Pattern IPV6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]+");

  private UrlPart() {}

  /**
   * Returns what to write into the URL.
   *
   * @throws ConfigurationException naming the variable, not its value, if that is no host or port
   */
  static String of(String variable, String value, String place) {
    return switch (variable) {
      case HOST -> host(value, place);
      case PORT -> port(value, place);
      default -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    };
  }

  private static String host(String value, String place) {
    String bare =
        value.startsWith("[") && value.endsWith("]")
            ? value.substring(1, value.length() - 1)
            : value;
    if (IPV6.matcher(bare).matches()) {
      return "[" + bare + "]";
    }
    if (!HOST_NAME.matcher(value).matches()) {
      throw new ConfigurationException(
          "%s, which %s uses, is not a host name or an IP address:".formatted(HOST, place)
              + " it may contain letters, digits, dots, hyphens and underscores.");
    }
    return value;
  }

  private static String port(String value, String place) {
    if (!value.matches("[0-9]{1,5}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > 65535) {
      throw new ConfigurationException(
          "%s, which %s uses, is not a port: it must be a number from 1 to 65535."
              .formatted(PORT, place));
    }
    return value;
  }
}
