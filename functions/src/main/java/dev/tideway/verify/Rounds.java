package dev.tideway.verify;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.run.Artifact;
import dev.tideway.run.Document;
import dev.tideway.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of one round and what is in them. */
public final class Rounds {
  /** The round after the drain. */
  static final String FINAL = "final";

  /** The round after the cutover has written rows to the target that cascades had left different. */
  static final String FINAL_AGAIN = "final-again";

  private static final TypeReference<List<Item>> ITEMS = new TypeReference<>() {};

  private Rounds() {}

  /** Whether there are no writes any more during that round. */
  public static boolean last(String round) {
    return round.equals(FINAL) || round.equals(FINAL_AGAIN);
  }

  static Artifact<List<Item>> items(String round) {
    return new Artifact<>("verify/" + round + "/items.json", ITEMS);
  }

  /** The batches that are compared once more. Each repetition has its own file, because the judge may run twice. */
  public static Artifact<List<Item>> itemsAgain(String round, int again) {
    return new Artifact<>("verify/" + round + "/items-again-" + again + ".json", ITEMS);
  }

  static Artifact<Plan> plan(String round) {
    return Artifact.of("verify/" + round + "/plan.json", Plan.class);
  }

  public static Artifact<Batch> batch(String round, int number) {
    return Artifact.of("verify/" + round + "/batch-" + "%05d".formatted(number) + ".json", Batch.class);
  }

  public static Artifact<BatchResult> result(String round, int number) {
    return Artifact.of("verify/" + round + "/result-" + "%05d".formatted(number) + ".json", BatchResult.class);
  }

  public static Document repair(String round, int number) {
    return new Document("verify/" + round + "/repair-" + "%05d".formatted(number) + ".sql", RepairSql.CONTENT_TYPE);
  }

  /** One Map item: the input of VerifyChunks. */
  public record Item(Run run, String round, int batch) {}

  /** Chunks that one function compares. */
  public record Batch(int number, List<Chunk> chunks) {}

  /**
   * The plan of a round. If it exists, the list of items is complete.
   *
   * @param items S3 key of the items
   * @param batches number of items
   * @param chunks number of chunks to compare
   * @param tables number of tables
   * @param startedAt when planning began
   * @param cut number of chunks that the tables were cut into; more than {@code chunks} where only some chunks are compared
   * @param position the source's binlog position when planning began, if the account may read it
   */
  public record Plan(String items, int batches, int chunks, int tables, Instant startedAt, int cut, Optional<String> position) {}

  /**
   * The result of a batch.
   *
   * @param complete whether every chunk has its outcome; otherwise the next invocation continues
   * @param outcomes in the order in which they were reached
   * @param finishedAt when the result was written
   * @param statements by table and form, the statement that returns its digest
   * @param repair S3 key of the statements that would make its rows equal
   */
  public record BatchResult(
      int batch,
      boolean complete,
      List<Outcome> outcomes,
      Instant finishedAt,
      Map<String, Map<Digest.Encoding, VerificationResult.Statements>> statements,
      Optional<String> repair) {
    public long rows() {
      return outcomes.stream().mapToLong(Outcome::rows).sum();
    }

    public long mismatches() {
      return outcomes.stream().mapToLong(Outcome::mismatches).sum();
    }
  }

  /**
   * The result of a chunk.
   *
   * @param chunk its index in the batch
   * @param rows number of rows compared, as the source counted them
   * @param found what is different; its members are the chunk's own in JSON
   * @param listed the mismatches by key, unless there are too many
   * @param form what the digests are made of
   * @param digests the sum of each side; {@code sourceDigest} and {@code targetDigest} in JSON
   */
  public record Outcome(
      int chunk,
      long rows,
      @JsonUnwrapped Differences found,
      List<Mismatch> listed,
      Digest.Encoding form,
      @JsonUnwrapped(suffix = "Digest") VerificationResult.Digests digests) {
    public long mismatches() {
      return found.mismatches();
    }
  }
}
