/** A table's content, for any format; the cells are data. */
export interface DataTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The columns that hold words and not figures. */
  readonly words: "all" | readonly number[];
}
