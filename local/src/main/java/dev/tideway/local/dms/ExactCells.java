package dev.tideway.local.dms;

import com.github.shyiko.mysql.binlog.event.EventData;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.AnnotateRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import com.github.shyiko.mysql.binlog.event.deserialization.DeleteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventHeaderV4Deserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.FormatDescriptionEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.NullEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.QueryEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.RotateEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.TableMapEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.UpdateRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.WriteRowsEventDataDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.XidEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A reader of binlog events whose temporal and BIT cells are exact. The library's own cells turn zero dates into null, lose the sign of a
 * TIME and the width of a BIT. All other cells are the library's.
 */
final class ExactCells {
  private ExactCells() {}

  @SuppressWarnings({"rawtypes", "unchecked"}) // the library declares its readers with their raw type
  static EventDeserializer deserializer() {
    Map<Long, TableMapEventData> tables = new HashMap<>();
    Map<EventType, EventDataDeserializer> readers = new EnumMap<>(EventType.class);
    readers.put(EventType.FORMAT_DESCRIPTION, new FormatDescriptionEventDataDeserializer());
    readers.put(EventType.ROTATE, new RotateEventDataDeserializer());
    readers.put(EventType.QUERY, new QueryEventDataDeserializer());
    readers.put(EventType.TABLE_MAP, new TableMapEventDataDeserializer());
    readers.put(EventType.XID, new XidEventDataDeserializer());
    readers.put(EventType.ANNOTATE_ROWS, new AnnotateRowsEventDataDeserializer());
    readers.put(EventType.WRITE_ROWS, new Writes(tables));
    readers.put(EventType.UPDATE_ROWS, new Updates(tables));
    readers.put(EventType.DELETE_ROWS, new Deletes(tables));
    readers.put(EventType.EXT_WRITE_ROWS, new Writes(tables).setMayContainExtraInformation(true));
    readers.put(EventType.EXT_UPDATE_ROWS, new Updates(tables).setMayContainExtraInformation(true));
    readers.put(EventType.EXT_DELETE_ROWS, new Deletes(tables).setMayContainExtraInformation(true));
    EventDataDeserializer<? extends EventData> other = new NullEventDataDeserializer();
    var deserializer = new EventDeserializer(new EventHeaderV4Deserializer(), other, readers, tables);
    deserializer.setCompatibilityMode(EventDeserializer.CompatibilityMode.CHAR_AND_BINARY_AS_BYTE_ARRAY);
    return deserializer;
  }

  private static Optional<Serializable> exact(ColumnType type, int meta, ByteArrayInputStream in) throws IOException {
    int fractionBytes = (meta + 1) / 2;
    return switch (type) {
      case DATE -> Optional.of(TemporalText.date(in.readInteger(3)));
      case TIME_V2 -> Optional.of(TemporalText.time(bigEndian(in, 3 + fractionBytes), fractionBytes, meta));
      case DATETIME_V2 -> {
        long packed = bigEndian(in, 5);
        yield Optional.of(TemporalText.datetime(packed, micros(in, fractionBytes), meta));
      }
      case TIMESTAMP_V2 -> {
        long seconds = bigEndian(in, 4);
        yield Optional.of(TemporalText.timestamp(seconds, micros(in, fractionBytes), meta));
      }
      case TIMESTAMP -> Optional.of(TemporalText.timestamp(in.readLong(4), 0, 0));
      case BIT -> {
        int bits = (meta >> 8) * 8 + (meta & 0xFF);
        yield Optional.of(new BigDecimal(new BigInteger(1, in.read((bits + 7) / 8))));
      }
      default -> Optional.empty();
    };
  }

  private static int micros(ByteArrayInputStream in, int fractionBytes) throws IOException {
    return TemporalText.micros((int) bigEndian(in, fractionBytes), fractionBytes);
  }

  private static long bigEndian(ByteArrayInputStream in, int length) throws IOException {
    long number = 0;
    for (byte b : in.read(length)) {
      number = (number << 8) | (b & 0xFF);
    }
    return number;
  }

  private static final class Writes extends WriteRowsEventDataDeserializer {
    Writes(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream in) throws IOException {
      Optional<Serializable> value = exact(type, meta, in);
      return value.isPresent() ? value.get() : super.deserializeCell(type, meta, length, in);
    }
  }

  private static final class Updates extends UpdateRowsEventDataDeserializer {
    Updates(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream in) throws IOException {
      Optional<Serializable> value = exact(type, meta, in);
      return value.isPresent() ? value.get() : super.deserializeCell(type, meta, length, in);
    }
  }

  private static final class Deletes extends DeleteRowsEventDataDeserializer {
    Deletes(Map<Long, TableMapEventData> tables) {
      super(tables);
    }

    @Override
    protected Serializable deserializeCell(ColumnType type, int meta, int length, ByteArrayInputStream in) throws IOException {
      Optional<Serializable> value = exact(type, meta, in);
      return value.isPresent() ? value.get() : super.deserializeCell(type, meta, length, in);
    }
  }
}
