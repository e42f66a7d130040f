package dev.nof1.schema.postgres;

/**
 * Preparation of an empty throw-away server, done once, so that later servers start as copies of
 * the result: creating databases, migrating and filling them.
 */
public interface Preparation {

  /**
   * Says what the result depends on. Two preparations with the same key are taken for the same, so
   * it has to change whenever the result would: the scripts' bytes and names, variables, seeds, the
   * version of the code that runs them. PostgreSQL's version, the server's parameters and the
   * locale need not be in it.
   *
   * @return any text, of any length; it is hashed
   */
  String key();

  /**
   * Does it. The server is stopped afterwards, whoever is still connected; it must not be closed
   * here.
   *
   * @param server an empty server of its own, to be reached by nobody else
   * @throws Exception when it cannot be done; nothing is kept, and the caller gets it
   */
  void prepare(EmbeddedServer server) throws Exception;
}
