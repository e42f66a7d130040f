package dev.nof1.schema.cli;

import dev.nof1.schema.error.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;

/** Asks before something cannot be taken back. */
final class Confirmation {
  private Confirmation() {}

  /**
   * Whether somebody at a terminal says yes.
   *
   * @throws ConfigurationException if there is nobody to ask
   */
  static boolean given(Invocation invocation, Console console, String question) {
    if (!invocation.isTerminal(0)) {
      throw new ConfigurationException(
          question + " There is nobody to ask, so nothing was changed. Say it with --yes.");
    }
    return given(new InputStreamReader(System.in, Charset.defaultCharset()), console, question);
  }

  static boolean given(Reader answers, Console console, String question) {
    console.err().print(question + " Type yes: ");
    console.err().flush();
    try {
      // Not closed: it is the process's own input.
      String line = new BufferedReader(answers).readLine();
      return line != null && line.strip().equals("yes");
    } catch (IOException e) {
      return false;
    }
  }
}
