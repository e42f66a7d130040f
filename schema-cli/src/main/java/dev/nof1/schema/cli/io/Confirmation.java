package dev.nof1.schema.cli.io;

import dev.nof1.schema.error.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Asks before something is done that cannot be taken back by its opposite. */
public final class Confirmation {

  @Option(names = "--yes", description = "Do it without asking.")
  private boolean yes;

  /** Confirmation that does not ask where {@code yes} was given already. */
  public static Confirmation of(boolean yes) {
    Confirmation confirmation = new Confirmation();
    confirmation.yes = yes;
    return confirmation;
  }

  /**
   * Asks whether to go on, unless the command line has answered.
   *
   * @throws ConfigurationException if nobody is there to ask; nothing was done
   */
  public boolean given(Invocation invocation, Console console, String question) {
    return given(
        console,
        question,
        invocation.isTerminal(0)
            // Not closed: it is the process's own input.
            ? new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
            : null);
  }

  public boolean given(Console console, String question, @Nullable BufferedReader terminal) {
    if (yes) {
      return true;
    }
    if (terminal == null) {
      throw new ConfigurationException(
          question + " There is nobody to ask, so nothing was done. Add --yes if you mean it.");
    }
    console.err().print(question + " [y/N] ");
    console.err().flush();
    try {
      String answer = terminal.readLine();
      boolean given =
          answer != null
              && (answer.strip().toLowerCase(Locale.ROOT).equals("y")
                  || answer.strip().toLowerCase(Locale.ROOT).equals("yes"));
      if (!given) {
        console.note("Nothing was done.");
      }
      return given;
    } catch (IOException e) {
      throw new ConfigurationException(
          "The answer cannot be read: " + e.getMessage() + ". Nothing was done.", e);
    }
  }
}
