package dev.nof1.schema.environment;

import java.nio.charset.Charset;

/**
 * Options by which MyBatis would read the scripts of an environment and send them.
 *
 * @param charset what the files are encoded in; UTF-8 if not said, whatever the JVM's default is
 * @param delimiter what ends a statement; {@code ;} if not said
 * @param fullLineDelimiter whether the delimiter stands on a line of its own
 * @param sendFullScript whether a script is sent in one piece
 * @param autoCommit whether each statement is a transaction of its own
 * @param removeCrs whether carriage returns are taken out
 * @param ignoreWarnings whether a warning is not an error; true if not said
 */
public record ScriptOptions(
    Charset charset,
    String delimiter,
    boolean fullLineDelimiter,
    boolean sendFullScript,
    boolean autoCommit,
    boolean removeCrs,
    boolean ignoreWarnings) {}
