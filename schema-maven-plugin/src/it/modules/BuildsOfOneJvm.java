import java.io.FileInputStream;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.codehaus.plexus.classworlds.launcher.Launcher;

/**
 * Runs builds one after the other in one JVM, as mvnd does, and reports of each how many processes
 * the JVM had at most while it ran, and how many it still has afterwards. Arguments are those of
 * Maven; {@code --} stands between two builds.
 */
public class BuildsOfOneJvm {
  private static final long PATIENCE_MILLIS = 5_000;

  public static void main(String[] args) throws Exception {
    Path home = Path.of(System.getProperty("maven.home"));
    Launcher launcher = new Launcher();
    launcher.setSystemClassLoader(BuildsOfOneJvm.class.getClassLoader());
    try (var configuration = new FileInputStream(home.resolve("bin/m2.conf").toFile())) {
      launcher.configure(configuration);
    }
    Class<?> maven = launcher.getMainRealm().loadClass(launcher.getMainClassName());
    Method main = maven.getMethod("main", String[].class, launcher.getWorld().getClass());
    Thread.currentThread().setContextClassLoader(launcher.getMainRealm());

    int from = 0;
    for (int build = 1; from < args.length; build++) {
      int to = Arrays.asList(args).subList(from, args.length).indexOf("--");
      to = to < 0 ? args.length : from + to;
      AtomicLong most = new AtomicLong();
      Thread count = counting(most);
      Object code = main.invoke(null, Arrays.copyOfRange(args, from, to), launcher.getWorld());
      count.interrupt();
      count.join();
      long end = System.currentTimeMillis() + PATIENCE_MILLIS;
      while (processes() > 0 && System.currentTimeMillis() < end) {
        Thread.sleep(10);
      }
      System.out.printf(
          "build %d: exit code %s, %s while it ran, %d left%n",
          build, code, most.get() > 0 ? "processes" : "no process", processes());
      from = to + 1;
    }
  }

  private static Thread counting(AtomicLong most) {
    Thread count =
        new Thread(
            () -> {
              try {
                while (true) {
                  most.accumulateAndGet(processes(), Math::max);
                  Thread.sleep(20);
                }
              } catch (InterruptedException e) {
                // The build is over.
              }
            });
    count.setDaemon(true);
    count.start();
    return count;
  }

  private static long processes() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count();
  }
}
