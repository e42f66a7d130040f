package dev.nof1.schema;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pooler as small as can be: each client signs in at the server through it, but is told of an
 * invented process; then, in transaction mode, its server session serves whoever comes next.
 */
final class PoolingProxy implements Closeable {
  private final ServerSocket door;
  private final int serverPort;
  private final boolean transactionMode;
  private final Deque<Session> idle = new ArrayDeque<>();
  private final List<Socket> sockets = new ArrayList<>();

  private record Session(DataInputStream in, DataOutputStream out) {}

  PoolingProxy(int serverPort, boolean transactionMode) throws IOException {
    this.serverPort = serverPort;
    this.transactionMode = transactionMode;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = keep(door.accept());
        start(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try {
      Session client = session(socket);
      Session server = session(keep(new Socket(InetAddress.getLoopbackAddress(), serverPort)));
      int length = client.in.readInt();
      server.out.writeInt(length);
      server.out.write(client.in.readNBytes(length - 4));
      server.out.flush();
      signIn(client, server);
      talk(client, server);
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void signIn(Session client, Session server) throws IOException {
    while (true) {
      int type = server.in.read();
      byte[] body = server.in.readNBytes(server.in.readInt() - 4);
      if (type == 'K') {
        body[0] = 0x7f;
      }
      write(client, type, body);
      if (type == 'Z' || type == -1) {
        return;
      }
      boolean asks = type == 'R' && body[3] != 0 && body[3] != 12;
      if (asks) {
        client.out.flush();
        int answer = client.in.read();
        write(server, answer, client.in.readNBytes(client.in.readInt() - 4));
        server.out.flush();
      }
    }
  }

  private void talk(Session client, Session first) throws IOException {
    Session held = release(first);
    client.out.flush();
    while (true) {
      int type = client.in.read();
      if (type == -1 || type == 'X') {
        return;
      }
      byte[] body = client.in.readNBytes(client.in.readInt() - 4);
      Session server = held == null ? take() : held;
      held = server;
      write(server, type, body);
      if (type == 'Q' || type == 'S') {
        server.out.flush();
        byte state = answer(client, server);
        if (state == 'I') {
          held = release(server);
        }
        // Only now: who has its answer may count on the session being free for the next.
        client.out.flush();
      }
    }
  }

  private static byte answer(Session client, Session server) throws IOException {
    while (true) {
      int type = server.in.read();
      byte[] body = server.in.readNBytes(server.in.readInt() - 4);
      write(client, type, body);
      if (type == 'Z') {
        return body[0];
      }
    }
  }

  private @Nullable Session release(Session server) {
    if (!transactionMode) {
      return server;
    }
    synchronized (idle) {
      idle.push(server);
    }
    return null;
  }

  private Session take() {
    synchronized (idle) {
      return idle.pop();
    }
  }

  private static void write(Session to, int type, byte[] body) throws IOException {
    to.out.write(type);
    to.out.writeInt(body.length + 4);
    to.out.write(body);
  }

  private static Session session(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return new Session(
        new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream())),
        new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream())));
  }

  private Socket keep(Socket socket) {
    synchronized (sockets) {
      sockets.add(socket);
    }
    return socket;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "pooling-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    door.close();
    synchronized (sockets) {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
