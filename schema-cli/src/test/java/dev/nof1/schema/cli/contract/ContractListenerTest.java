package dev.nof1.schema.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.nof1.schema.error.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What breaks between proofs takes nothing from what they have shown. */
class ContractListenerTest {
  private final List<Proof> told = new ArrayList<>();
  private final ContractListener watching = new ContractListener(told::add);

  private void run(Class<?> tests) {
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build(),
            watching);
  }

  @Test
  void addsWhatBreaksAsProofsThatCouldNotBeTold() {
    run(Breaking.class);

    assertThat(watching.problem()).isEmpty();
    assertThat(watching.proofs())
        .extracting(
            proof ->
                "%s: %s: %s %s"
                    .formatted(proof.group(), proof.name(), proof.outcome(), proof.message()))
        .containsExactly(
            "first: one: FAILED it is wrong",
            "second: can be run to the end: ERROR The server is gone.",
            "all parts: can be run to the end: ERROR java.lang.IllegalStateException: no end");
    assertThat(told).isEqualTo(watching.proofs());
  }

  @TestMethodOrder(MethodOrderer.DisplayName.class)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class Breaking {
    @TestFactory
    @DisplayName("first")
    Stream<DynamicTest> first() {
      return Stream.of(DynamicTest.dynamicTest("one", () -> fail("it is wrong")));
    }

    @TestFactory
    @DisplayName("second")
    Stream<DynamicTest> second() {
      throw new IllegalArgumentException(new ServerException("The server is gone."));
    }

    @AfterAll
    void end() {
      throw new IllegalStateException("no end");
    }
  }

  @Test
  void saysWhyThereIsNoProofAtAll() {
    run(Unbegun.class);

    assertThat(watching.problem()).hasValueSatisfying(e -> assertThat(e).hasMessage("no server"));
    assertThat(told).isEmpty();
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class Unbegun {
    @BeforeAll
    void begin() {
      throw new IllegalStateException("no server");
    }

    @Test
    void never() {}
  }
}
