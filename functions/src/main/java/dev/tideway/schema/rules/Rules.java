package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.View;
import dev.tideway.run.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All rules in the order in which they run, and their application to a model. Pure: the same inventory gives the same result. */
public final class Rules {
  private static final List<ColumnRule> COLUMNS =
      List.of(
          new ReservedColumn(),
          new InvisibleColumn(),
          new CompressedColumn(),
          new UnknownType(),
          new DisplayWidth(),
          new SmallCounter(),
          new TiedChar(),
          new Zerofill(),
          new UnreadableText(),
          new EqualMembers(),
          new RecodedText(),
          new CollationRule(),
          new GeneratedColumn(),
          new DefaultRule(),
          new ColumnComment());
  private static final List<IndexRule> INDEXES = List.of(new UnsupportedIndex(), new DescendingIndex(), new KeyLength(), new IndexComment());

  /** HotSpot is before IdCache, because AUTO_RANDOM does not use a cache of ids. PartitionKeys is last, when all keys are known. */
  private static final List<TableRule> TABLES =
      List.of(
          new StorageOptions(),
          new ExpressionIndex(),
          new CompositeCounter(),
          new DroppedChecks(),
          new CheckConstraints(),
          new HotSpot(),
          new IdCache(),
          new Partitions(),
          new PartitionKeys(),
          new TableText());
  private static final List<ForeignKeyRule> FOREIGN_KEYS = List.of(new MissingParent(), new PartitionedKey(), new KeyActions());
  private static final List<ViewRule> VIEWS = List.of(new UnreadableView(), new ViewSyntax(), new ViewTexts(), new ViewCheckOption(), new ViewDefiner());

  private final ConversionContext context;
  private final Map<String, List<String>> applied = new TreeMap<>();

  private Rules(ConversionContext context) {
    this.context = context;
  }

  /** Converts the inventory's source schema for the inventory's target. */
  public static Converted convert(Inventory inventory, Migration.Schema options) {
    ConversionContext context = new ConversionContext(inventory, options);
    Rules rules = new Rules(context);
    Map<String, Converted.Charset> charsets = new TreeMap<>();
    inventory.schemas().forEach((name, collation) -> charsets.put(name, Collations.ofDefault(collation, context.target())));
    List<Table> tables = inventory.tables().stream().map(rules::table).toList();
    List<View> views = ViewOrder.sort(inventory.views().stream().flatMap(v -> rules.view(v).stream()).toList());
    return new Converted(charsets, tables, views, rules.applied, context.findings());
  }

  /** The names of all rules, in their order. */
  static List<String> names() {
    return Stream.of(COLUMNS, INDEXES, TABLES, FOREIGN_KEYS, VIEWS).flatMap(List::stream).map(ConversionRule::name).toList();
  }

  private Table table(Table source) {
    Table table = source.withColumns(source.columns().stream().filter(c -> !c.versioning()).map(c -> column(c, source)).toList());
    List<Index> indexes = new ArrayList<>();
    for (Index index : source.indexes()) {
      index(index, table).ifPresent(indexes::add);
    }
    table = table.withIndexes(indexes);
    for (TableRule rule : TABLES) {
      if (enter(rule)) {
        Table before = table;
        table = rule.apply(before, context);
        changed(rule, table.id().toString(), before, table);
      }
    }
    List<ForeignKey> keys = new ArrayList<>();
    for (ForeignKey key : source.foreignKeys()) {
      foreignKey(key, table).ifPresent(keys::add);
    }
    return table.withForeignKeys(keys);
  }

  private Column column(Column source, Table table) {
    Column column = source;
    for (ColumnRule rule : COLUMNS) {
      if (enter(rule)) {
        Column before = column;
        column = rule.apply(before, table, context);
        changed(rule, table.id() + "." + source.name(), before, column);
      }
    }
    return column;
  }

  private Optional<Index> index(Index source, Table table) {
    Optional<Index> index = Optional.of(source);
    for (IndexRule rule : INDEXES) {
      if (index.isPresent() && enter(rule)) {
        Index before = index.get();
        index = rule.apply(before, table, context);
        changed(rule, table.id() + "." + source.name(), Optional.of(before), index);
      }
    }
    return index;
  }

  private Optional<ForeignKey> foreignKey(ForeignKey source, Table table) {
    Optional<ForeignKey> key = Optional.of(source);
    for (ForeignKeyRule rule : FOREIGN_KEYS) {
      if (key.isPresent() && enter(rule)) {
        ForeignKey before = key.get();
        key = rule.apply(before, table, context);
        changed(rule, table.id() + "." + source.name(), Optional.of(before), key);
      }
    }
    return key;
  }

  private Optional<View> view(View source) {
    Optional<View> view = Optional.of(source);
    for (ViewRule rule : VIEWS) {
      if (view.isPresent() && enter(rule)) {
        View before = view.get();
        view = rule.apply(before, context);
        changed(rule, source.id().toString(), Optional.of(before), view);
      }
    }
    return view;
  }

  private boolean enter(ConversionRule rule) {
    context.enter(rule);
    return rule.needed(context.target());
  }

  private void changed(ConversionRule rule, String object, Object before, Object after) {
    if (!before.equals(after)) {
      applied.computeIfAbsent(object, o -> new ArrayList<>()).add(rule.name());
    }
  }
}
