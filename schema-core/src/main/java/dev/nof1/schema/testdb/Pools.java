package dev.nof1.schema.testdb;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pools of all templates, in the order they were asked for. Guarded by its owner's monitor. */
final class Pools {
  /** Each has a connection open; a server has a hundred or two for everybody. */
  private static final int MOST_READY = 16;

  private final Map<String, ClonePool> byKey = new LinkedHashMap<>();
  private final int depth;
  private long uses;

  /**
   * Makes an empty set of pools.
   *
   * @param depth how many clones of one template are kept ready
   */
  Pools(int depth) {
    this.depth = depth;
  }

  @Nullable ClonePool get(TemplateSpec spec) {
    return byKey.get(spec.key());
  }

  ClonePool add(TemplateSpec spec) {
    // Classes run about in the order they were found in.
    ClonePool pool = new ClonePool(spec, -byKey.size() - 1L);
    byKey.put(spec.key(), pool);
    return pool;
  }

  /** Forgets the pool of a template that nobody asks for any more. */
  void remove(ClonePool pool) {
    byKey.remove(pool.spec().key());
  }

  /** Counts a use: what was asked for lately will be asked for again before the others. */
  long nextRank() {
    return ++uses;
  }

  Collection<ClonePool> all() {
    return byKey.values();
  }

  /** Takes on the template to build next: the first that is waited for, or else the first. */
  ClonePool beginBuilding() {
    List<ClonePool> left = all().stream().filter(ClonePool::isNew).toList();
    ClonePool next = left.stream().filter(ClonePool::isAwaited).findFirst().orElse(left.get(0));
    next.begun();
    return next;
  }

  /** The pool that lacks most clones, if one lacks any. */
  @Nullable ClonePool mostWanted() {
    boolean full = readyOrInTheMaking() >= limit();
    long lowest =
        full ? lowestRanked().map(ClonePool::rank).orElse(Long.MAX_VALUE) : Long.MIN_VALUE;
    ClonePool most = null;
    for (ClonePool pool : all()) {
      int wanted = pool.wanted(depth);
      boolean mayBeMade = pool.isAwaited() || pool.rank() > lowest;
      if (wanted > 0 && mayBeMade && (most == null || wanted > most.wanted(depth))) {
        most = pool;
      }
    }
    return most;
  }

  /**
   * Returns a clone to give up where one more has been made than may be ready: it comes from the
   * pool that is least likely to need its own.
   */
  Optional<Clone> giveUpOne() {
    return readyOrInTheMaking() > limit()
        ? lowestRanked().map(ClonePool::giveUpOne)
        : Optional.empty();
  }

  private int limit() {
    return Math.max(MOST_READY, depth);
  }

  private int readyOrInTheMaking() {
    return all().stream().mapToInt(pool -> pool.ready() + pool.inTheMaking()).sum();
  }

  private Optional<ClonePool> lowestRanked() {
    return all().stream()
        .filter(pool -> pool.ready() > 0 && !pool.isAwaited())
        .min(Comparator.comparingLong(ClonePool::rank));
  }
}
