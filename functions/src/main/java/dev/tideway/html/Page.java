package dev.tideway.html;

import dev.tideway.error.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A self-contained HTML page: no script, no external resource. Every text is escaped, since most texts come from a database. The page is readable on a phone and on paper: long
 * names wrap, and no part scrolls horizontally.
 */
public final class Page {
  /** Its MIME type. */
  public static final String CONTENT_TYPE = "text/html; charset=utf-8";

  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;margin:1.5rem auto;max-width:72rem;padding:0 1rem;color:#1c2733;background:#fff;overflow-wrap:anywhere}
      h1{font-size:1.6rem} h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #d5dce3} h3{font-size:1rem;margin:.2rem 0}
      table{border-collapse:collapse;width:100%;font-size:.92rem} th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #e4e9ee}
      th{background:#f3f6f9;overflow-wrap:normal} pre{background:#f3f6f9;padding:.8rem;white-space:pre-wrap;margin:.3rem 0} .n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
      .good{color:#0a6b35;font-weight:600} .bad{color:#a3231c;font-weight:600} .warning{color:#7a4d00;font-weight:600} .muted{color:#4f5d6b}
      details{margin:.5rem 0} summary{cursor:pointer} code{font-size:.95em} dl{margin:.3rem 0} dt{color:#4f5d6b;font-size:.85rem} dd{margin:0 0 .4rem}
      .finding{border-left:4px solid #8494a4;padding:.2rem 0 .2rem .8rem;margin:1rem 0;break-inside:avoid} .finding.blocker{border-color:#a3231c}
      .finding.warning{border-color:#b07300;color:inherit;font-weight:inherit} .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.3rem 1rem}
      @media print{body{margin:0;max-width:none;font-size:11px} details>pre{display:block}}
      """;

  private final StringBuilder html = new StringBuilder(4096);

  public Page(String title) {
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
        .append("<title>")
        .append(escape(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><main>\n<h1>")
        .append(escape(title))
        .append("</h1>\n");
  }

  /**
   * The content of one cell: a text, or a figure and its place in the JSON.
   *
   * @param shown the text on the page
   * @param pointer JSON pointer of the figure, empty for a text
   * @param value the figure itself
   */
  public record Cell(String shown, Optional<String> pointer, String value) {
    public static Cell text(String text) {
      return new Cell(text, Optional.empty(), "");
    }

  public static Cell number(long value, String pointer) {
      return new Cell(Long.toString(value), Optional.of(pointer), Long.toString(value));
    }

  public static Cell decimal(double value, String pointer) {
      return new Cell(Double.toString(value), Optional.of(pointer), Double.toString(value));
    }

  public static Cell mebibytes(long bytes, String pointer) {
      return new Cell(String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0), Optional.of(pointer), Long.toString(bytes));
    }

    private String html() {
      return pointer
          .map(p -> "<data value=\"" + escape(value) + "\" data-at=\"" + escape(p) + "\">" + escape(shown) + "</data>")
          .orElse(escape(shown));
    }
  }

  /** A figure with its name. */
  public record Figure(String name, Cell cell) {}

  /** A paragraph in one of the classes {@code good}, {@code bad}, {@code warning}, {@code muted}, or none. */
  public Page line(String style, String text) {
    html.append("<p class=\"").append(escape(style)).append("\">").append(escape(text)).append("</p>\n");
    return this;
  }

  public Page heading(String text) {
    html.append("<h2>").append(escape(text)).append("</h2>\n");
    return this;
  }

  /** A list of items, or one line of text if there are none. */
  public Page list(List<String> items, String otherwise) {
    if (items.isEmpty()) {
      return otherwise.isEmpty() ? this : line("muted", otherwise);
    }
    html.append("<ul>");
    items.forEach(item -> html.append("<li>").append(escape(item)).append("</li>"));
    html.append("</ul>\n");
    return this;
  }

  /** Figures side by side if the page is wide enough. */
  public Page figures(List<Figure> figures) {
    html.append("<dl class=\"figures\">");
    figures.forEach(f -> html.append("<div><dt>").append(escape(f.name())).append("</dt><dd>").append(f.cell().html()).append("</dd></div>"));
    html.append("</dl>\n");
    return this;
  }

  /** A finding: what, found, needed, fix, who acts, and why it is accepted if it is. */
  public Page finding(Finding f) {
    html.append("<article class=\"finding ").append(f.severity()).append("\"><h3><code>").append(escape(f.code())).append("</code> ").append(escape(f.object()))
        .append("</h3><dl>");
    term("Found", f.found());
    term("Needed", f.needed());
    term("Fix", f.fix());
    f.kind().ifPresent(kind -> term("Who acts", kind.actor().toString()));
    f.accepted().ifPresent(reason -> term("Accepted because", reason));
    html.append("</dl></article>\n");
    return this;
  }

  private void term(String name, String text) {
    html.append("<dt>").append(name).append("</dt><dd>").append(escape(text)).append("</dd>");
  }

  /** A table. Numbers are right-aligned. */
  public Page table(List<String> head, List<List<String>> rows) {
    return cells(head, rows.stream().map(row -> row.stream().map(Cell::text).toList()).toList());
  }

  /** A table whose figures have JSON pointers. */
  public Page cells(List<String> head, List<List<Cell>> rows) {
    html.append("<table><thead><tr>");
    head.forEach(h -> html.append("<th scope=\"col\">").append(escape(h)).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (List<Cell> row : rows) {
      html.append("<tr>");
      row.forEach(
          cell ->
              html.append(cell.pointer().isPresent() || cell.shown().matches("-?[0-9][0-9,.]*") ? "<td class=\"n\">" : "<td>")
                  .append(cell.html())
                  .append("</td>"));
      html.append("</tr>\n");
    }
    html.append("</tbody></table>\n");
    return this;
  }

  /** Unchanged text, collapsed under a summary. */
  public Page folded(String summary, String text) {
    html.append("<details><summary>").append(escape(summary)).append("</summary><pre>").append(escape(text)).append("</pre></details>\n");
    return this;
  }

  @Override
  public String toString() {
    return html + "</main></body></html>\n";
  }

  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
