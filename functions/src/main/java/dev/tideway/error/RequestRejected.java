package dev.tideway.error;

import java.util.List;
import java.util.stream.Collectors;

/** The request is not valid. The message lists every mistake with its JSON pointer. */
public final class RequestRejected extends NeedsPerson {
  private RequestRejected(String message) {
    super(ErrorCode.REQUEST_REJECTED, message, null);
  }

  /** With all mistakes at once. */
  public static RequestRejected of(List<Finding> mistakes) {
    return new RequestRejected(
        mistakes.size() + " mistakes in the request:\n" + mistakes.stream().map(Finding::line).collect(Collectors.joining("\n")));
  }
}
