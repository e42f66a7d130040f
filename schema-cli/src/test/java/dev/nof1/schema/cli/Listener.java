package dev.nof1.schema.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Stands in for somebody else's server: asks for a password in clear, and keeps what it hears. */
final class Listener implements AutoCloseable {
  private static final byte[] NO_ENCRYPTION = {'N'};
  private static final byte[] ASKS_FOR_PASSWORD = {'R', 0, 0, 0, 8, 0, 0, 0, 3};
  private static final int ENCRYPTION_REQUEST = 8;

  private final ServerSocket socket;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  Listener() throws IOException {
    socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::listen, "listener");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  String heard() {
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  private void listen() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        client.setSoTimeout(2000);
        InputStream in = client.getInputStream();
        byte[] bytes = new byte[4096];
        for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
          heard.write(bytes, 0, n);
          client
              .getOutputStream()
              .write(n == ENCRYPTION_REQUEST ? NO_ENCRYPTION : ASKS_FOR_PASSWORD);
        }
      } catch (IOException e) {
        // The client went away, or this was closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
