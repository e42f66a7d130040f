package dev.nof1.schema.cli.io;

/**
 * Mark before a line of an answer on a terminal: it has the colour of what the line is about, and
 * can be read where there is no colour.
 */
public enum Mark {
  /** Line that stands among marked ones. */
  NONE("   ", ""),
  /** Migration that is applied, or answer that is as it should be. */
  APPLIED("[x]", "32"),
  /** Migration that is pending, or proof that was skipped. */
  PENDING("[ ]", "33"),
  /** Failure, or state that somebody must look at. */
  FAILED("[!]", "31"),
  /** Object or line that only the second side has. */
  ADDED("+", "32"),
  /** Object or line that only the first side has. */
  REMOVED("-", "31"),
  /** Object that both sides have, each in its own way. */
  CHANGED("~", "33");

  private static final String ESCAPE = "\u001b[";

  private final String sign;
  private final String color;

  Mark(String sign, String color) {
    this.sign = sign;
    this.color = color;
  }

  String sign() {
    return sign;
  }

  /** Colours the whole line, but for what is as usual: a screen full of colour says nothing. */
  boolean colorsLine() {
    return this != APPLIED;
  }

  String colored(String text) {
    return color.isEmpty() ? text : ESCAPE + color + "m" + text + ESCAPE + "0m";
  }
}
