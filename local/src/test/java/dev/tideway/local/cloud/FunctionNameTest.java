package dev.tideway.local.cloud;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FunctionNameTest {
  @Test
  void readsNamesAndArnsWithAndWithoutVersions() {
    assertThat(FunctionName.of("f").qualifier()).isEmpty();
    assertThat(FunctionName.of("f:live").qualifier()).contains("live");
    assertThat(FunctionName.of("arn:aws:lambda:us-east-1:123456789012:function:f").name()).isEqualTo("f");
    FunctionName version = FunctionName.of("arn:aws:lambda:us-east-1:123456789012:function:f:1");
    assertThat(version.name()).isEqualTo("f");
    assertThat(version.arn("us-east-1", "123456789012")).isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:f:1");
    assertThatThrownBy(() -> FunctionName.of("not a name")).hasMessageContaining("not a name");
  }
}
