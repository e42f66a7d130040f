package dev.nof1.schema.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {
  @Test
  void givesTheReasonAndNotThePath() {
    assertThat(FileTrouble.reason(new AccessDeniedException("p"))).isEqualTo("access denied");
    assertThat(FileTrouble.reason(new NoSuchFileException("p")))
        .isEqualTo("there is no such file or folder");
    assertThat(FileTrouble.reason(new FileAlreadyExistsException("p")))
        .isEqualTo("it is there already");
    assertThat(FileTrouble.reason(new NotDirectoryException("p"))).isEqualTo("it is not a folder");
    assertThat(FileTrouble.reason(new MalformedInputException(1)))
        .isEqualTo("it is not UTF-8 text");
    assertThat(FileTrouble.reason(new FileSystemException("p", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileTrouble.reason(new IOException("Is a directory"))).isEqualTo("Is a directory");
  }
}
