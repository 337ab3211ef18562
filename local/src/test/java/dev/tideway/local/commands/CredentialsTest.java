package dev.tideway.local.commands;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.utils.StringInputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The AWS CLI's credentials and region also apply to `./tideway uninstall` and `./tideway schedule`. */
final class CredentialsTest {
  private static final String PROFILES = """
      [profile sso-session]
      sso_session = company
      sso_account_id = 123456789012
      sso_role_name = admin
      region = us-east-1
      [sso-session company]
      sso_start_url = https://example.awsapps.com/start
      sso_region = us-east-1
      [profile sso]
      sso_start_url = https://example.awsapps.com/start
      sso_region = us-east-1
      sso_account_id = 123456789012
      sso_role_name = admin
      region = us-east-1
      [profile web-identity]
      role_arn = arn:aws:iam::123456789012:role/admin
      web_identity_token_file = /no/such/token
      region = us-east-1
      """;

  @ParameterizedTest
  @ValueSource(strings = {"sso-session", "sso", "web-identity"})
  void understandsProfilesThatNeedAModuleOfTheSdk(String profile) {
    ProfileFile file = ProfileFile.builder().content(new StringInputStream(PROFILES)).type(ProfileFile.Type.CONFIGURATION).build();

    Throwable refusal = catchThrowable(() -> {
      try (ProfileCredentialsProvider provider = ProfileCredentialsProvider.builder().profileFile(file).profileName(profile).build()) {
        provider.resolveCredentials();
      }
    });

    // this user has not logged in; a missing module would be reported before
    assertThat(refusal).isNotNull().hasMessageNotContaining("module must be on the class path");
  }

  @Test
  void readsTheRegionFromBothVariablesOfTheAwsCli() {
    assertThat(StackOptions.region(Map.of("AWS_DEFAULT_REGION", "eu-west-1"))).contains("eu-west-1");
    assertThat(StackOptions.region(Map.of("AWS_DEFAULT_REGION", "eu-west-1", "AWS_REGION", "eu-north-1"))).isEmpty();
    assertThat(StackOptions.region(Map.of())).isEmpty();
  }
}
