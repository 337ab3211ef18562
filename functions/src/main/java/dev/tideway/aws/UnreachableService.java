package dev.tideway.aws;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** An AWS service that did not respond, and the network access that it needs. */
public final class UnreachableService extends SdkClientException {
  private static final long serialVersionUID = 1L;

  /** The exceptions that a missing route causes. A connection that is lost later causes other exceptions. */
  private static final List<Class<? extends IOException>> UNREACHED =
      List.of(ConnectException.class, NoRouteToHostException.class, UnknownHostException.class, SocketTimeoutException.class);

  private static final Set<String> WITH_GATEWAY = Set.of("S3", "DynamoDb");

  private UnreachableService(String message, Throwable cause) {
    super(SdkClientException.builder().message(message).cause(cause));
  }

  /** Adds the service's name to the exception of every call without a response: the SDK's message does not name it. */
  public static final class Naming implements ExecutionInterceptor {
    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
      Throwable failure = context.exception();
      if (!(failure instanceof SdkClientException)) {
        return failure;
      }
      String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
      String host = context.httpRequest().map(request -> " (" + request.host() + ")").orElse("");
      for (Throwable at = failure; at != null; at = at.getCause()) {
        Throwable cause = at;
        if (UNREACHED.stream().anyMatch(kind -> kind.isInstance(cause))) {
          return new UnreachableService(service + host + " did not answer: " + cause.getMessage() + ". " + opening(service), failure);
        }
      }
      return failure;
    }
  }

  private static String opening(String service) {
    if (WITH_GATEWAY.contains(service)) {
      return "Give the functions' subnets a route to it: a gateway endpoint for " + service + " in their route tables, or a NAT gateway";
    }
    String endpoint = service.equals("SecretsManager")
        ? "an interface endpoint for it with a security group that lets in port 443 from the functions' security group, or "
        : "";
    return "Give the functions' subnets " + endpoint + "a NAT gateway, and allow outbound traffic to port 443 in their security groups";
  }
}
