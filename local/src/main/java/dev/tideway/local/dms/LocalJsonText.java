package dev.tideway.local.dms;

import com.fasterxml.jackson.core.JsonGenerator;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.json.JsonFormatter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;

/**
 * Writes MySQL's binary JSON as text of the same values. The binlog library's own writer expands doubles into long integers, which a target
 * then reads as a different type.
 */
final class LocalJsonText implements JsonFormatter {
  /** One write to the generator; its writer is in memory, so it never actually throws. */
  @FunctionalInterface
  private interface Write {
    void to(JsonGenerator generator) throws IOException;
  }

  private final StringWriter text = new StringWriter();
  private final JsonGenerator generator;

  LocalJsonText() {
    try {
      generator = Requests.JSON.getFactory().createGenerator(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    write(JsonGenerator::flush);
    return text.toString();
  }

  private void write(Write write) {
    try {
      write.to(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beginObject(int size) {
    write(JsonGenerator::writeStartObject);
  }

  @Override
  public void beginArray(int size) {
    write(JsonGenerator::writeStartArray);
  }

  @Override
  public void endObject() {
    write(JsonGenerator::writeEndObject);
  }

  @Override
  public void endArray() {
    write(JsonGenerator::writeEndArray);
  }

  @Override
  public void name(String name) {
    write(to -> to.writeFieldName(name));
  }

  @Override
  public void value(String value) {
    write(to -> to.writeString(value));
  }

  @Override
  public void value(int value) {
    write(to -> to.writeNumber(value));
  }

  @Override
  public void value(long value) {
    write(to -> to.writeNumber(value));
  }

  @Override
  public void value(double value) {
    write(to -> to.writeNumber(value));
  }

  @Override
  public void value(BigInteger value) {
    write(to -> to.writeNumber(value));
  }

  @Override
  public void value(BigDecimal value) {
    write(to -> to.writeNumber(value.toPlainString()));
  }

  @Override
  public void value(boolean value) {
    write(to -> to.writeBoolean(value));
  }

  @Override
  public void valueNull() {
    write(JsonGenerator::writeNull);
  }

  @Override
  public void valueYear(int year) {
    value(year);
  }

  @Override
  public void valueDate(int year, int month, int day) {
    value(String.format("%04d-%02d-%02d", year, month, day));
  }

  @Override
  public void valueDatetime(int year, int month, int day, int hour, int minute, int second, int micros) {
    value(String.format("%04d-%02d-%02d %02d:%02d:%02d.%06d", year, month, day, hour, minute, second, micros));
  }

  @Override
  public void valueTime(int hour, int minute, int second, int micros) {
    boolean negative = hour < 0 || minute < 0 || second < 0 || micros < 0;
    value(String.format("%s%02d:%02d:%02d.%06d", negative ? "-" : "", Math.abs(hour), Math.abs(minute), Math.abs(second),
        Math.abs(micros)));
  }

  @Override
  public void valueTimestamp(long seconds, int micros) {
    value(TemporalText.timestamp(seconds, micros, 6));
  }

  @Override
  public void valueOpaque(ColumnType type, byte[] value) {
    value("base64:type" + type.getCode() + ":" + Base64.getEncoder().encodeToString(value));
  }

  @Override
  public void nextEntry() {
    // the generator writes the commas
  }
}
