package dev.tideway.aws;

import dev.tideway.aws.SecretReader.UnusableSecret;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretsManagerReaderTest {
  /** Answers with a text, or as the test defines. */
  private record Answering(String text, RuntimeException refusal) implements SecretsManagerClient {
    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
      if (refusal != null) {
        throw refusal;
      }
      return GetSecretValueResponse.builder().secretString(text).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // there is nothing to close
    }
  }

  private static DatabaseSecret read(String text) {
    return new SecretsManagerReader(new Answering(text, null)).read("arn");
  }

  private static DatabaseSecret refused(String code, int status) {
    AwsErrorDetails details = AwsErrorDetails.builder().errorCode(code).errorMessage(code + "!").build();
    return new SecretsManagerReader(new Answering("", SecretsManagerException.builder().awsErrorDetails(details).statusCode(status).build())).read("arn");
  }

  @Test
  void readsHostPortAndAccount() {
    assertThat(read("{\"host\":\"db\",\"port\":\"3306\",\"username\":\"u\",\"password\":\"p\"}")).isEqualTo(new DatabaseSecret("db", 3306, "u", "p"));
  }

  @Test
  void namesWhatIsMissingAndQuotesNothing() {
    assertThatThrownBy(() -> read("{\"host\":\"db\",\"port\":3306,\"username\":\"u\"}")).isInstanceOf(UnusableSecret.class).hasMessage("the secret arn has no \"password\"");
    assertThatThrownBy(() -> read("{\"password\":\"hidden")).isInstanceOf(UnusableSecret.class).hasMessage("the secret arn is not JSON").hasNoCause();
  }

  @Test
  void whatPassesByItselfIsNoFaultOfTheSecret() {
    assertThatThrownBy(() -> refused("ThrottlingException", 400)).isInstanceOf(SecretsManagerException.class);
    assertThatThrownBy(() -> refused("InternalServiceError", 500)).isInstanceOf(SecretsManagerException.class);
    assertThatThrownBy(() -> refused("AccessDeniedException", 400)).isInstanceOf(UnusableSecret.class).hasMessageContaining("AccessDeniedException!");
  }
}
