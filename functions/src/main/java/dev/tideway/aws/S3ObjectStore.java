package dev.tideway.aws;

import dev.tideway.error.TidewayException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The application's bucket. */
public final class S3ObjectStore implements ObjectStore {
  private static final Map<String, String> FORMAT = Map.of(Stored.METADATA, Integer.toString(Stored.FORMAT));

  private final S3Client s3;
  private final String bucket;

  public S3ObjectStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public <T> Optional<T> get(String key, Function<InputStream, T> reading) {
    try {
      return Optional.of(s3.getObject(r -> r.bucket(bucket).key(key), (response, in) -> {
        Stored.check(key, Optional.ofNullable(response.metadata().get(Stored.METADATA)));
        return read(in, reading);
      }));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkClientException e) {
      throw own(e);
    }
  }

  /** Returns the application's own exception, if there is one. The SDK wraps an exception of the reading function, more than once. */
  private static RuntimeException own(SdkClientException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof TidewayException own) {
        return own;
      }
    }
    return e;
  }

  /** Marks a lost connection as retryable: otherwise the SDK does not repeat a request whose response was cut off. */
  private static <T> T read(InputStream in, Function<InputStream, T> reading) {
    try {
      return reading.apply(in);
    } catch (UncheckedIOException e) {
      throw RetryableException.create("the answer broke off", e);
    }
  }

  /** S3 needs the length first. The content is written to a temporary file, because it may not fit into memory. */
  @Override
  public void put(String key, Content content, String contentType) {
    try {
      Path file = Files.createTempFile("object", "");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          content.writeTo(out);
        }
        s3.putObject(r -> r.bucket(bucket).key(key).contentType(contentType).metadata(FORMAT), RequestBody.fromFile(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> list(String prefix) {
    return s3.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents().stream().map(S3Object::key).sorted().toList();
  }
}
