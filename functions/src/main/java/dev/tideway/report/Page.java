package dev.tideway.report;

import java.util.List;

/** A self-contained HTML page: no script, no outside resource; every text is escaped, since most of it came from a database. */
final class Page {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c2733}
      h1{font-size:1.6rem} h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #d5dce3}
      table{border-collapse:collapse;width:100%;font-size:.92rem} th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #e4e9ee}
      th{background:#f3f6f9} pre{background:#f3f6f9;padding:.8rem;overflow:auto;white-space:pre-wrap} .n{text-align:right;font-variant-numeric:tabular-nums}
      .good{color:#0a7a3d;font-weight:600} .bad{color:#b3261e;font-weight:600} .warning{color:#8a5a00;font-weight:600} .muted{color:#5c6b7a}
      details{margin:.5rem 0} summary{cursor:pointer}
      """;

  private final StringBuilder html = new StringBuilder(4096);

  Page(String title) {
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
        .append("<title>")
        .append(escape(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escape(title))
        .append("</h1>\n");
  }

  /** A paragraph in one of the classes {@code good}, {@code bad}, {@code warning}, {@code muted}, or none. */
  Page line(String style, String text) {
    html.append("<p class=\"").append(escape(style)).append("\">").append(escape(text)).append("</p>\n");
    return this;
  }

  Page heading(String text) {
    html.append("<h2>").append(escape(text)).append("</h2>\n");
    return this;
  }

  /** A table; numbers are set to the right. */
  Page table(List<String> head, List<List<String>> rows) {
    html.append("<table><thead><tr>");
    head.forEach(h -> html.append("<th>").append(escape(h)).append("</th>"));
    html.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append(cell.matches("-?[0-9][0-9,.]*") ? "<td class=\"n\">" : "<td>").append(escape(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    html.append("</tbody></table>\n");
    return this;
  }

  /** Text as it is, folded away under a summary. */
  Page folded(String summary, String text) {
    html.append("<details><summary>").append(escape(summary)).append("</summary><pre>").append(escape(text)).append("</pre></details>\n");
    return this;
  }

  @Override
  public String toString() {
    return html + "</body></html>\n";
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
