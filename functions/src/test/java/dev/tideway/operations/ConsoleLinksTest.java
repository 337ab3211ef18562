package dev.tideway.operations;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

final class ConsoleLinksTest {
  @ParameterizedTest
  @CsvSource({
    "aws, eu-west-1, https://eu-west-1.console.aws.amazon.com",
    "aws-cn, cn-north-1, https://cn-north-1.console.amazonaws.cn",
    "aws-us-gov, us-gov-west-1, https://us-gov-west-1.console.amazonaws-us-gov.com"
  })
  void leadToTheConsoleOfThePartition(String partition, String region, String console) {
    String execution = "arn:" + partition + ":states:" + region + ":123456789012:execution:tideway-migration:e";
    assertThat(ConsoleLinks.execution(execution)).isEqualTo(console + "/states/home?region=" + region + "#/v2/executions/details/" + execution);
    assertThat(ConsoleLinks.object(execution, "bucket", "migrations/a/plan.html")).startsWith(console + "/s3/object/bucket?region=" + region);
    assertThat(ConsoleLinks.tasks(execution)).isEqualTo(console + "/dms/v2/home?region=" + region + "#tasks");
  }
}
