package dev.tideway.lambda;

import dev.tideway.aws.SecretReader;
import dev.tideway.aws.ServiceAnswers;
import dev.tideway.aws.Stored;
import dev.tideway.aws.UnreachableService;
import dev.tideway.error.Defect;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TidewayException;
import dev.tideway.error.TransientFailure;
import dev.tideway.json.Json;
import dev.tideway.run.Deadline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * One action: decode the input, do the work, encode the result. Input from the state machine may come from the definition of a different release, so it is read like all {@link
 * Stored} data. Input from people is read strictly. The class uses streams instead of Lambda's own POJO mapping, which drops unknown fields and turns unknown enum names into null.
 *
 * @param <I> input record
 * @param <O> output record
 */
public abstract class Handler<I, O> {
  private static final Logger LOG = LoggerFactory.getLogger(Handler.class);

  private final Function<InputStream, I> input;

  /** For an action whose input comes from the state machine, an event or another function. */
  protected Handler(Class<I> input) {
    this(in -> Stored.read("the input " + input.getName(), in, input));
  }

  /** For an action that people call. The function reads their input. */
  protected Handler(Function<InputStream, I> input) {
    this.input = input;
  }

  /** Does the work of the action. */
  public abstract O handle(I input, Deadline deadline);

  /** Decodes the input, does the work and encodes the result, within the time that is left. */
  public final void handle(byte[] payload, OutputStream out, Supplier<Duration> left) throws IOException {
    I value = input.apply(new ByteArrayInputStream(payload));
    O answer = answer(value, Deadline.startingNow(left));
    FunctionMetrics.of(answer);
    out.write(Json.write(answer).getBytes(StandardCharsets.UTF_8));
  }

  /** Turns every SDK exception, whatever its class, into an error name that the state machine retries or reports. Unexpected exceptions get a code. */
  private O answer(I value, Deadline deadline) {
    try {
      return handle(value, deadline);
    } catch (AwsServiceException e) {
      if (ServiceAnswers.passing(e)) {
        throw new TransientFailure(e.getMessage(), e);
      }
      throw new MigrationFailed(ErrorCode.AWS_REFUSED, "AWS refused a call: " + e.getMessage(), e);
    } catch (UnreachableService e) {
      throw new TransientFailure(ErrorCode.SERVICE_UNREACHABLE, e.getMessage(), e);
    } catch (SdkClientException e) {
      throw new TransientFailure(e.getMessage(), e);
    } catch (SecretReader.UnusableSecret e) {
      throw new MigrationFailed(ErrorCode.SECRET_UNUSABLE, e.getMessage(), e);
    } catch (TidewayException e) {
      throw e;
    } catch (RuntimeException e) {
      // the exception's message may contain the value of a row; Lambda reports causes, so it must not be the cause
      LOG.error("{} failed in an unexpected way", getClass().getSimpleName(), e);
      throw new MigrationFailed(ErrorCode.DEFECT, getClass().getSimpleName() + " failed in an unexpected way: " + Defect.of(e));
    }
  }
}
