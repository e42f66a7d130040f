package dev.nof1.schema.maven;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.maven.execution.ExecutionListener;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/**
 * End of a build, at which is closed what was opened for the rest of it. The JVM's end is none:
 * under mvnd the JVM runs the next build.
 *
 * <p>Maven's own hook for this, a lifecycle participant, is for plugins with {@code
 * <extensions>true</extensions>} alone. Every plugin can put itself between Maven and the listener
 * of the build, whose {@code sessionEnded} Maven calls however the build went. A proxy, so that
 * events of later versions of Maven are passed on too.
 */
final class BuildEnd implements InvocationHandler {
  private static final String END = "sessionEnded";

  private final @Nullable ExecutionListener next;
  private final Deque<Runnable> closing = new ArrayDeque<>();

  private BuildEnd(@Nullable ExecutionListener next) {
    this.next = next;
  }

  /** Has something closed when the build ends, the last first. */
  static void close(MavenSession session, Runnable close) {
    MavenExecutionRequest request = session.getRequest();
    // Modules that are built at the same time have sessions of their own, and one request.
    synchronized (request) {
      @Nullable ExecutionListener listener = request.getExecutionListener();
      BuildEnd end = of(listener);
      if (end == null) {
        end = new BuildEnd(listener);
        request.setExecutionListener(end.listener());
      }
      end.add(close);
    }
  }

  private static @Nullable BuildEnd of(@Nullable ExecutionListener listener) {
    return listener != null
            && Proxy.isProxyClass(listener.getClass())
            && Proxy.getInvocationHandler(listener) instanceof BuildEnd end
        ? end
        : null;
  }

  private ExecutionListener listener() {
    return (ExecutionListener)
        Proxy.newProxyInstance(
            ExecutionListener.class.getClassLoader(),
            new Class<?>[] {ExecutionListener.class},
            this);
  }

  private synchronized void add(Runnable close) {
    closing.push(close);
  }

  private synchronized @Nullable Runnable last() {
    return closing.poll();
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(this, arguments);
    }
    try {
      return next == null ? null : method.invoke(next, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    } finally {
      if (method.getName().equals(END)) {
        for (Runnable close = last(); close != null; close = last()) {
          close.run();
        }
      }
    }
  }
}
