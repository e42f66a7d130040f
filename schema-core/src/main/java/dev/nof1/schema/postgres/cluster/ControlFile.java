package dev.nof1.schema.postgres.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * State of a cluster, read from its {@code pg_control}. These fields have been where they are since
 * PostgreSQL 8.
 *
 * @param isShutDown whether nothing has to be recovered, because the server ended as it should
 * @param lastCheckpoint where in the write-ahead log a start begins to read
 * @see <a
 *     href="https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_control.h">pg_control.h</a>
 */
record ControlFile(boolean isShutDown, long lastCheckpoint) {
  private static final int STATE_OFFSET = 16;
  private static final int CHECKPOINT_OFFSET = 32;
  private static final int SHUT_DOWN = 1;

  static ControlFile read(Path data) throws IOException {
    byte[] bytes = Files.readAllBytes(data.resolve("global/pg_control"));
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    return new ControlFile(file.getInt(STATE_OFFSET) == SHUT_DOWN, file.getLong(CHECKPOINT_OFFSET));
  }
}
