package dev.tideway.error;

/** The request is not one: the message lists every mistake with its JSON pointer. */
public final class RequestRejected extends NeedsPerson {
  /** Takes the list of mistakes as text. */
  public RequestRejected(String message) {
    super(ErrorCode.REQUEST_REJECTED, message, null);
  }
}
