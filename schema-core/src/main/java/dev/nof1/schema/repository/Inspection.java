package dev.nof1.schema.repository;

import java.util.List;

/**
 * The scripts of a repository that is perhaps not in order.
 *
 * @param scripts those that have an id of their own, by id
 * @param findings what is wrong with the others
 */
public record Inspection(List<Script> scripts, List<Finding> findings) {

  /**
   * Keeps copies.
   *
   * @param scripts by id
   * @param findings what is wrong
   */
  public Inspection {
    scripts = List.copyOf(scripts);
    findings = List.copyOf(findings);
  }
}
