import { html, type Markup, type Value } from "./markup.ts";

export interface Column {
  readonly title: string;
  /** Behind the title, such as `%`. */
  readonly unit?: string;
  /** Numbers stand to the right, and are sorted as such. */
  readonly isNumber?: boolean;
  /** Sentences: wide enough to be read, also where the table is scrolled. */
  readonly isLong?: boolean;
}

/** A cell, and what it is sorted by where that is not what it shows. */
export interface SortedCell {
  readonly shown: Value;
  readonly sort: number | string;
}

export interface TableRow {
  readonly cells: readonly (Value | SortedCell)[];
  /** Facets and their values, for filters. */
  readonly facets?: Readonly<Record<string, string>>;
  /** How bad it is, where a row is to stand out. */
  readonly mark?: "good" | "bad" | "open";
}

export interface Table {
  /** What the table holds. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly TableRow[];
  /** Whether a click on a heading sorts it. */
  readonly isSortable?: boolean;
}

/** A table with a caption and headings for both directions; it is scrolled by itself where it is too wide. */
export function table({ caption, columns, rows, isSortable = false }: Table): Markup {
  const sortable = isSortable ? html` data-sortable` : null;
  return html`<div class="scroll" role="group" aria-label="Table: ${caption}" tabindex="0">
<table${sortable}>
<caption>${caption}</caption>
<thead><tr>${columns.map(heading)}</tr></thead>
<tbody>
${rows.map((row) => tableRow(row, columns))}</tbody>
</table>
</div>
`;
}

/** Rows of plain cells. */
export function plainRows(rows: readonly (readonly Value[])[]): TableRow[] {
  return rows.map((cells) => ({ cells }));
}

/** Attributes that the page's filters look at. */
export function facetAttributes(facets: Readonly<Record<string, string>>): Markup {
  return html`${Object.entries(facets).map(([name, value]) => html` data-facet-${name}="${value}"`)}`;
}

function heading(column: Column): Markup {
  const { title, unit } = column;
  const shownUnit = unit === undefined ? null : html` <span class="unit">${unit}</span>`;
  return html`<th scope="col"${classOf(column)}>${title}${shownUnit}</th>`;
}

function tableRow({ cells, facets, mark }: TableRow, columns: readonly Column[]): Markup {
  const item = facets === undefined ? null : html` data-item${facetAttributes(facets)}`;
  const marked = mark === undefined ? null : html` data-mark="${mark}"`;
  const [first = null, ...others] = cells;
  return html`<tr${item}${marked}>${cell(first, "th", columns[0])}${others.map((value, index) =>
    cell(value, "td", columns[index + 1]),
  )}</tr>
`;
}

function cell(value: Value | SortedCell, tag: "th" | "td", column: Column | undefined): Markup {
  const { shown, sort } = isSorted(value) ? value : { shown: value, sort: null };
  const classes = classOf(column);
  const sorted = sort === null ? null : html` data-sort="${sort}"`;
  return tag === "th"
    ? html`<th scope="row"${classes}${sorted}>${shown}</th>`
    : html`<td${classes}${sorted}>${shown}</td>`;
}

function classOf(column: Column | undefined): Markup | null {
  if (column?.isNumber === true) return html` class="number"`;
  return column?.isLong === true ? html` class="long"` : null;
}

function isSorted(value: Value | SortedCell): value is SortedCell {
  return typeof value === "object" && value !== null && "sort" in value;
}
