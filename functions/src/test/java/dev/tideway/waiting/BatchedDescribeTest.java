package dev.tideway.waiting;

import dev.tideway.run.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.DatabaseMigrationException;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationTasksRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationTasksResponse;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One snapshot of DMS for many migrations; DMS refuses an ARN of one of them. */
final class BatchedDescribeTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final Dms dms = new Dms();

  @Test
  void describesAllInOneCall() {
    DmsSnapshot snapshot = look("a", "b", "c");
    assertThat(Stream.of("a", "b", "c").map(arn -> snapshot.task(arn).orElseThrow().status())).containsOnly("running");
    assertThat(dms.calls).containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void failsOnlyWaitsForAnArnThatDmsRefuses() {
    DmsSnapshot snapshot = look("a", "b", "malformed", "c", "d");
    for (String arn : List.of("a", "b", "c", "d")) {
      assertThat(snapshot.task(arn)).as(arn).isPresent();
    }
    assertThatThrownBy(() -> snapshot.task("malformed")).isInstanceOf(DatabaseMigrationException.class).hasMessageContaining("malformed");
  }

  @Test
  void findsTheRestIfOneIsGone() {
    DmsSnapshot snapshot = look("a", "gone", "b");
    assertThat(snapshot.task("a")).isPresent();
    assertThat(snapshot.task("b")).isPresent();
    assertThat(snapshot.task("gone")).isEmpty();
  }

  @Test
  void doesNotRepeatACallInHalvesIfDmsIsBusy() {
    DmsSnapshot snapshot = look("a", "throttled", "b");
    assertThatThrownBy(() -> snapshot.task("a")).isInstanceOf(DatabaseMigrationException.class);
    assertThatThrownBy(() -> snapshot.task("b")).isInstanceOf(DatabaseMigrationException.class);
    assertThat(dms.calls).as("one look asks once, also for what fails").hasSize(1);
  }

  private DmsSnapshot look(String... tasks) {
    CloudWatchClient none = new CloudWatchClient() {
      @Override
      public String serviceName() {
        return "monitoring";
      }

      @Override
      public void close() {}
    };
    List<Wait> waits =
        Stream.of(tasks)
            .map(
                arn ->
                    new Wait(
                        new Run(arn, arn, 1, "p"), "s", "t", new Condition.LoadEnded(List.of(arn)), List.of(), NOW, NOW,
                        new Wait.Samples(NOW, 0), Optional.empty(), 0))
            .toList();
    return new LiveDmsSnapshot(NOW, WatchedResources.of(waits, NOW), dms, none, 60);
  }

  /** DMS that refuses a whole call because of one value of its filter. */
  private static final class Dms implements DatabaseMigrationClient {
    private static final Set<String> KNOWN = Set.of("a", "b", "c", "d");

    private final List<List<String>> calls = new ArrayList<>();

    @Override
    public DescribeReplicationTasksResponse describeReplicationTasks(DescribeReplicationTasksRequest request) {
      List<String> arns = request.filters().getFirst().values();
      calls.add(arns);
      if (arns.contains("malformed")) {
        throw DatabaseMigrationException.builder().statusCode(400).message("malformed is no ARN").build();
      }
      if (arns.contains("gone")) {
        throw ResourceNotFoundException.builder().statusCode(400).message("No Tasks found").build();
      }
      if (arns.contains("throttled")) {
        throw DatabaseMigrationException.builder().statusCode(503).message("try later").build();
      }
      return DescribeReplicationTasksResponse.builder()
          .replicationTasks(
              arns.stream().filter(KNOWN::contains).map(arn -> ReplicationTask.builder().replicationTaskArn(arn).status("running").build()).toList())
          .build();
    }

    @Override
    public String serviceName() {
      return "dms";
    }

    @Override
    public void close() {}
  }
}
