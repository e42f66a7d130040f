package dev.nof1.schema.event;

import dev.nof1.schema.plan.Step;
import java.time.Duration;
import java.util.List;

/**
 * A migration did not get a lock in time and will be tried again.
 *
 * @param step which, and which way
 * @param tried how often it was tried, from 1
 * @param tries how often it may be
 * @param pause how long until the next try
 * @param blockers which sessions held the lock when it was last looked; empty if that could not be
 *     seen
 */
public record LockWait(Step step, int tried, int tries, Duration pause, List<Blocker> blockers) {

  /**
   * Keeps a copy.
   *
   * @param step which, and which way
   * @param tried how often it was tried
   * @param tries how often it may be
   * @param pause how long until the next try
   * @param blockers which sessions held the lock
   */
  public LockWait {
    blockers = List.copyOf(blockers);
  }
}
