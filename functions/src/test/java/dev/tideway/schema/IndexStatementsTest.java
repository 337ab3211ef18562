package dev.tideway.schema;

import dev.tideway.model.TableId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IndexStatementsTest {
  private static final TableId TABLE = new TableId("shop", "orders");
  private static final IndexGroup GROUP = new IndexGroup(TABLE, List.of(new SchemaPlan.PlannedIndex("by_day", false, "ADD INDEX `by_day` (`day`)")));

  @Test
  void aStatementThatWasNotSentIsSentAgainAfterACheck() throws SQLException {
    try (IndexStatements statements = issued(() -> {
      throw new IllegalStateException("the secret cannot be read now");
    })) {
      assertSentAgainAfterACheck(statements);
    }
  }

  @Test
  void aStatementWithAnUnknownResultIsSentAgainAfterACheck() throws SQLException {
    try (IndexStatements statements = issued(() -> {
      throw new SQLException("gone", "08S01");
    })) {
      assertSentAgainAfterACheck(statements);
    }
  }

  @Test
  void aCheckThatBeganWhileTheStatementWorkedDoesNotShowItsResult() throws SQLException {
    try (IndexStatements statements = issued(() -> {
      throw new SQLException("gone", "08S01");
    })) {
      statements.checkBegins(Set.of(TABLE));
      assertThat(statements.mayIssue(GROUP)).isFalse();
      assertThat(statements.checkNeeded()).isTrue();
    }
  }

  private static IndexStatements issued(IndexBuild.Sessions sessions) {
    IndexStatements statements = new IndexStatements(sessions);
    statements.issue(GROUP, new IndexGroup.Marker("m", 1, IndexAttempt.afterLoad, IndexGroup.hash(TABLE), GROUP.hash()));
    while (statements.running() > 0) {
      statements.awaitOne(Duration.ofMillis(10));
    }
    return statements;
  }

  private static void assertSentAgainAfterACheck(IndexStatements statements) {
    assertThat(statements.mayIssue(GROUP)).as("a look tells first whether its job is there").isFalse();
    assertThat(statements.checkNeeded()).isTrue();
    statements.checkBegins(Set.of());
    assertThat(statements.mayIssue(GROUP)).isTrue();
    assertThat(statements.failed()).isEmpty();
  }
}
