package dev.nof1.schema.cli.inspect;

import dev.nof1.schema.cli.io.ExitCode;
import dev.nof1.schema.cli.io.Json;
import dev.nof1.schema.cli.io.OutputFormat;
import dev.nof1.schema.cli.io.Question;
import dev.nof1.schema.cli.io.VersionText;
import dev.nof1.schema.cli.workspace.CommandContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.postgresql.util.DriverInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code schema-cli info}. */
@Command(
    name = "info",
    description = "Shows the versions of this program and of what it runs on, for a bug report.",
    footer = {"", "Examples:", "  schema-cli info", "  schema-cli info --format json"})
public final class InfoCommand implements Callable<Integer>, Question {
  private final CommandContext context;
  @Mixin private OutputFormat format;

  public InfoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Map<String, String> facts = facts();
    if (format.json()) {
      Json.print(
          context.console().out(),
          json -> {
            for (Map.Entry<String, String> fact : facts.entrySet()) {
              json.name(fact.getKey()).value(fact.getValue());
            }
          });
    } else {
      facts.forEach((name, value) -> context.console().result("%-14s %s".formatted(name, value)));
    }
    return ExitCode.DONE;
  }

  private static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("schema-cli", VersionText.number());
    facts.put("mybatis", mybatis());
    facts.put("jdbcDriver", DriverInfo.DRIVER_VERSION);
    facts.put("java", property("java.version"));
    facts.put("javaVendor", property("java.vendor"));
    facts.put("javaHome", property("java.home"));
    facts.put("locale", Locale.getDefault().toLanguageTag());
    facts.put("encoding", Charset.defaultCharset().name());
    facts.put("os", property("os.name"));
    facts.put("osVersion", property("os.version"));
    facts.put("architecture", property("os.arch"));
    return facts;
  }

  /** MyBatis Migrations says so in its jar. */
  private static String mybatis() {
    Properties properties = new Properties();
    try (InputStream in = InfoCommand.class.getResourceAsStream("/mybatis-migrations.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return "unknown";
    }
    return properties.getProperty("version", "unknown");
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
