package dev.nof1.schema.postgres.cluster;

import dev.nof1.schema.postgres.process.ServerLog;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters of servers whose data nobody will miss. */
public final class TemporaryParameters {
  private TemporaryParameters() {}

  /**
   * Chooses parameters for data that nobody keeps: it needs no care, and small tables need no
   * helpers.
   *
   * @param major PostgreSQL's major version
   */
  public static Map<String, String> of(int major) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("fsync", "off");
    parameters.put("synchronous_commit", "off");
    parameters.put("full_page_writes", "off");
    parameters.put("wal_level", "minimal");
    parameters.put("max_wal_senders", "0");
    parameters.put("max_wal_size", "1GB");
    parameters.put("checkpoint_timeout", "1d");
    parameters.put("autovacuum", "off");
    parameters.put("jit", "off");
    parameters.put("shared_buffers", "64MB");
    parameters.put("max_connections", "200");
    parameters.put("max_logical_replication_workers", "0");
    parameters.put("restart_after_crash", "off");
    parameters.put("log_line_prefix", ServerLog.LINE_PREFIX);
    if (major >= 18) {
      // Worker processes for reading ahead would cost more to start than they save.
      parameters.put("io_method", "sync");
    }
    return parameters;
  }
}
