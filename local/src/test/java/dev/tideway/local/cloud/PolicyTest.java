package dev.tideway.local.cloud;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PolicyTest {
  private static Policy policy(String... statements) {
    return Policy.of(List.of(LocalJson.parse("{\"Statement\": [" + String.join(",", statements) + "]}")));
  }

  private static final String READ = """
      {"Effect": "Allow", "Action": ["s3:Get*", "s3:ListBucket"], "Resource": ["arn:aws:s3:::bucket", "arn:aws:s3:::bucket/kept/*"]}""";

  @Test
  void allowsNothingUnlessAStatementDoes() {
    assertThat(policy().allows(new Access("s3:GetObject", "*"))).isFalse();
    assertThat(policy(READ).allows(new Access("s3:PutObject", "arn:aws:s3:::bucket/kept/a"))).isFalse();
    assertThat(policy(READ).allows(new Access("s3:GetObject", "arn:aws:s3:::bucket/other/a"))).isFalse();
  }

  @Test
  void matchesWildcardsInActionsAndResources() {
    assertThat(policy(READ).allows(new Access("s3:GetObject", "arn:aws:s3:::bucket/kept/a/b"))).isTrue();
    assertThat(policy(READ).allows(new Access("S3:getobject", "arn:aws:s3:::bucket/kept/a"))).isTrue();
    assertThat(Policy.like("a?c*", "abcdef", false)).isTrue();
    assertThat(Policy.like("a.c", "abc", false)).isFalse();
  }

  @Test
  void aDenyOverridesEveryAllow() {
    String deny = """
        {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}""";
    assertThat(policy(deny, READ).allows(new Access("s3:GetObject", "arn:aws:s3:::bucket/kept/a"))).isFalse();
    assertThat(policy(READ, deny).allows(new Access("s3:GetObject", "arn:aws:s3:::bucket/kept/a"))).isFalse();
  }

  @Test
  void asksForEveryConditionOfAStatement() {
    Policy policy = policy("""
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*",
         "Condition": {"StringLike": {"s3:prefix": ["migrations/*"]}, "StringEquals": {"aws:SourceAccount": "1"}}}""");
    assertThat(policy.allows(new Access("s3:ListBucket", "*",
        Map.of("s3:prefix", List.of("migrations/a"), "aws:sourceaccount", List.of("1"))))).isTrue();
    assertThat(policy.allows(new Access("s3:ListBucket", "*", Map.of("s3:prefix", List.of("migrations/a"))))).isFalse();
    assertThat(policy.allows(new Access("s3:ListBucket", "*",
        Map.of("s3:prefix", List.of("other"), "aws:sourceaccount", List.of("1"))))).isFalse();
  }

  @Test
  void acceptsAnAbsentKeyForIfExistsOnly() {
    Policy policy = policy("""
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEqualsIfExists": {"a:b": "x"}}}""");
    assertThat(policy.allows(new Access("x:y", "*"))).isTrue();
    assertThat(policy.allows(new Access("x:y", "*", Map.of("a:b", List.of("z"))))).isFalse();
  }

  @Test
  void distinguishesADenyFromTheLackOfAnAllow() {
    Policy policy = policy(READ, """
        {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*", "Condition": {"StringEquals": {"aws:SourceVpc": "v", "aws:PrincipalTag/A": "b"}}}""", """
        {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*", "Condition": {"StringLike": {"aws:SourceVpc": "w"}}}""");
    Access get = new Access("s3:GetObject", "arn:aws:s3:::bucket/kept/a");
    Access delete = new Access("s3:DeleteObject", "arn:aws:s3:::bucket/kept/a", Map.of("aws:sourcevpc", List.of("w")));
    Access put = new Access("s3:PutObject", "arn:aws:s3:::bucket/kept/a", Map.of("aws:sourcevpc", List.of("v")));
    assertThat(List.of(policy.decide(get), policy.decide(delete), policy.decide(put)))
        .containsExactly(Policy.Decision.ALLOWED, Policy.Decision.EXPLICIT_DENY, Policy.Decision.IMPLICIT_DENY);
    assertThat(policy.conditionKeys()).containsExactly("aws:SourceVpc", "aws:PrincipalTag/A");
  }

  @Test
  void refusesAnUnknownOperator() {
    Policy policy = policy("""
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"DateGreaterThan": {"aws:CurrentTime": "2026"}}}""");
    assertThatThrownBy(() -> policy.allows(new Access("x:y", "*", Map.of("aws:currenttime", List.of("2027")))))
        .hasMessageContaining("DateGreaterThan");
  }

  @Test
  void excludesByNotActionAndNotResource() {
    Policy policy = policy("""
        {"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::secret/*"}""");
    assertThat(policy.allows(new Access("s3:GetObject", "arn:aws:s3:::open/a"))).isTrue();
    assertThat(policy.allows(new Access("iam:PassRole", "arn:aws:s3:::open/a"))).isFalse();
    assertThat(policy.allows(new Access("s3:GetObject", "arn:aws:s3:::secret/a"))).isFalse();
  }

  @Test
  void trustsOnlyTheServiceItNames() {
    Policy policy = policy("""
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["dms.us-east-1.amazonaws.com"]}}""");
    assertThat(policy.allowsService("dms.us-east-1.amazonaws.com", new Access("sts:AssumeRole", "*"))).isTrue();
    assertThat(policy.allowsService("dms.amazonaws.com", new Access("sts:AssumeRole", "*"))).isFalse();
  }
}
