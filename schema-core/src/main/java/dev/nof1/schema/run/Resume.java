package dev.nof1.schema.run;

/**
 * Point at which a repair continues an unfinished script.
 *
 * @param from the first statement to run, from 1; those before it are done
 * @param begun whether the earlier run has begun the same section, so that the hook before it is
 *     done
 */
public record Resume(int from, boolean begun) {}
