package dev.nof1.schema.error;

import java.math.BigDecimal;

/**
 * A migration that a failed run had applied or undone before it stopped, and that stays so.
 *
 * @param migration its id
 * @param undone whether it was undone rather than applied
 */
public record CompletedStep(BigDecimal migration, boolean undone) {}
