package dev.tideway.verify;

import dev.tideway.aws.ObjectStore;
import dev.tideway.error.MigrationFailed;
import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.Flavour;
import dev.tideway.model.Inventory;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import dev.tideway.testing.MemoryObjects;
import dev.tideway.verify.Rounds.Batch;
import dev.tideway.verify.Rounds.BatchResult;
import dev.tideway.verify.Rounds.Outcome;
import dev.tideway.verify.Rounds.Plan;
import dev.tideway.verify.VerificationResult.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JudgementTest {
  private static final Run RUN = new Run("m", "e", 1, "migrations/m/e");
  private static final TableId T = new TableId("s", "t");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ObjectStore objects = new MemoryObjects();

  JudgementTest() {
    Table table =
        TableBuilder.builder()
            .id(T)
            .engine("InnoDB")
            .collation("utf8mb4_bin")
            .rows(1)
            .bytes(1)
            .columns(List.of(column("id", "int", "int"), column("d", "double", "double(15,8)")))
            .build();
    Server server = new Server(Flavour.mysql, "8.0.36", Map.of(), Set.of(), Set.of());
    new Workspace(objects, RUN).write(Inventory.FILE, new Inventory(server, server, List.of(table), List.of(), Map.of(), "f"));
  }

  private static Column column(String name, String type, String columnType) {
    return ColumnBuilder.builder().name(name).type(type).columnType(columnType).build();
  }

  private VerificationResult judge(String round, Set<String> accepted, Outcome... outcomes) {
    new Workspace(objects, RUN).write(Rounds.plan(round), new Plan("items", 1, outcomes.length, 1, START, outcomes.length, Optional.of("binlog.000001:4")));
    new Workspace(objects, RUN).write(Rounds.batch(round, 0), new Batch(0, IntStream.range(0, outcomes.length).mapToObj(i -> Chunk.whole(T)).toList()));
    new Workspace(objects, RUN).write(Rounds.result(round, 0), new BatchResult(0, true, List.of(outcomes), START.plusSeconds(9), Map.of(), Optional.empty()));
    return new Judgement(new Workspace(objects, RUN), round, accepted, Migration.Compare.full, Duration.ofSeconds(5), OptionalDouble.of(0.5)).judge();
  }

  private static Outcome outcome(int chunk, long missing, long busy) {
    List<Mismatch> listed = IntStream.range(0, (int) missing)
        .mapToObj(i -> new Mismatch(T, Mismatch.Kind.missing, Map.of("id", Integer.toString(i)), List.of(), 1))
        .toList();
    return new Outcome(chunk, 10, new Differences(missing, 0, 0, 0, busy, false, false), listed, Digest.Encoding.values, new VerificationResult.Digests("7", "7"));
  }

  @Test
  void addsUpChunksAndTakesTheLastTime() {
    VerificationResult result = judge("full-1", Set.of(), outcome(0, 0, 0), outcome(1, 0, 0));
    assertThat(result.verdict()).isEqualTo(Verdict.equal);
    assertThat(result.rows()).isEqualTo(20);
    assertThat(result.verifiedAt()).isEqualTo(START.plusSeconds(9));
    assertThat(result.tables()).singleElement().satisfies(table -> {
      assertThat(table.chunks()).isEqualTo(2);
      assertThat(table.decimals()).isEqualTo(Map.of("d", 8));
    });
  }

  @Test
  void busyRowsAreLeftToTheFinalRoundAndDifferInIt() {
    assertThat(judge("full-1", Set.of(), outcome(0, 0, 3)).verdict()).isEqualTo(Verdict.equal);
    assertThat(judge("final", Set.of(), outcome(0, 0, 3)).verdict()).isEqualTo(Verdict.different);
  }

  @Test
  void mismatchesAreAcceptedByName() {
    assertThat(judge("full-1", Set.of("s.t"), outcome(0, 1, 0)).verdict()).isEqualTo(Verdict.accepted);
    assertThat(judge("full-1", Set.of("s.other"), outcome(0, 1, 0)).verdict()).isEqualTo(Verdict.different);
  }

  @Test
  void countsAllMismatchesAndListsTheFirst() {
    VerificationResult result = judge("full-1", Set.of(), outcome(0, 900, 0), outcome(1, 900, 0));
    assertThat(result.mismatchCount()).isEqualTo(1800);
    assertThat(result.mismatches()).hasSize(VerificationResult.LISTED);
  }

  @Test
  void whatWasNotComparedIsNotEqual() {
    judge("full-1", Set.of(), outcome(0, 0, 0), outcome(1, 0, 0));
    new Workspace(objects, RUN).write(Rounds.result("full-1", 0), new BatchResult(0, false, List.of(outcome(0, 0, 0)), START, Map.of(), Optional.empty()));
    assertThatThrownBy(() -> new Judgement(new Workspace(objects, RUN), "full-1", Set.of(), Migration.Compare.full, Duration.ofSeconds(5), OptionalDouble.of(0.5)).judge()).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E061");
    new Workspace(objects, RUN).write(Rounds.plan("full-2"), new Plan("items", 1, 2, 1, START, 2, Optional.of("binlog.000001:4")));
    new Workspace(objects, RUN).write(Rounds.batch("full-2", 0), new Batch(0, List.of(Chunk.whole(T))));
    assertThatThrownBy(() -> new Judgement(new Workspace(objects, RUN), "full-2", Set.of(), Migration.Compare.full, Duration.ofSeconds(5), OptionalDouble.of(0.5)).judge()).isInstanceOf(MigrationFailed.class);
  }
}
