import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Prepares the single jar for short starts; run by the build, with ASM on its class path.
 *
 * <ul>
 *   <li>Rewrites picocli's class files as those of Java 17. picocli is compiled for Java 5: class
 *       files that old have no stack map frames, so the JVM verifies them anew at each start and
 *       links none of them in a class archive. What the classes do is not changed, and picocli's
 *       licence stays in the jar.
 *   <li>Adds what the command prints for {@code --help}, as a text.
 * </ul>
 */
final class Pack {
  private static final String PICOCLI = "/picocli";
  private static final String HELP = "/nof1/help.txt";

  private Pack() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path jar = Path.of(args[0]);
    relinkPicocli(jar);
    byte[] help = help(jar);
    try (FileSystem entries = FileSystems.newFileSystem(jar)) {
      // The time of its neighbour, so that two builds give the same jar; a new entry has three times.
      FileTime time = Files.getLastModifiedTime(entries.getPath(PICOCLI, "CommandLine.class"));
      Path text = Files.write(entries.getPath(HELP), help);
      Files.getFileAttributeView(text, BasicFileAttributeView.class).setTimes(time, time, time);
    }
  }

  private static byte[] help(Path jar) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "--help")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] help = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0 || help.length == 0) {
      throw new IllegalStateException("The jar does not print its help.");
    }
    return help;
  }

  private static void relinkPicocli(Path jar) throws IOException {
    try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        FileSystem entries = FileSystems.newFileSystem(jar);
        Stream<Path> files = Files.walk(entries.getPath(PICOCLI))) {
      List<Path> old = files.filter(file -> file.toString().endsWith(".class")).toList();
      for (Path file : old) {
        rewrite(file, classes);
      }
    }
  }

  private static void rewrite(Path file, ClassLoader classes) {
    try {
      FileTime time = Files.getLastModifiedTime(file);
      Files.write(file, rewritten(Files.readAllBytes(file), classes));
      Files.setLastModifiedTime(file, time);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] rewritten(byte[] old, ClassLoader classes) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected ClassLoader getClassLoader() {
            return classes;
          }
        };
    new ClassReader(old)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visit(
                  int version,
                  int access,
                  String name,
                  String signature,
                  String superName,
                  String[] interfaces) {
                super.visit(Opcodes.V17, access, name, signature, superName, interfaces);
              }
            },
            ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
