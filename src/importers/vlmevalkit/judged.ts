import { FvalidateError } from "../../support/errors.ts";
import { textOf } from "../files/cells.ts";
import type { DataSetFiles } from "./locate.ts";
import { pickle, type Row, readTable } from "./table.ts";

/** A table that says of every reply whether it is right. */
export interface JudgedTable {
  readonly rows: readonly Row[];
  /** The column that says it. */
  readonly verdict: string;
  /** What its name says behind the data set's: who judged. */
  readonly judge: string;
}

const VERDICTS = ["hit", "eval_score", "score", "correct", "verifier_score", "match"];

/** The first of a data set's tables that has such a column; `null`, and why, where there is none. */
export async function judgedTable({
  name,
  tables,
  totals,
}: DataSetFiles): Promise<{ table: JudgedTable | null; notes: string[] }> {
  const readable = tables.filter(({ path }) => !path.endsWith(".pkl"));
  for (const { path, rest } of readable) {
    if (/(^|_)(rating|stats)$/.test(rest)) continue;
    const rows = withLowerCaseNames(await readTable(path));
    const verdict = VERDICTS.find((column) => rows.every((row) => isVerdict(row[column])));
    if (verdict !== undefined) {
      requireOnce(rows, path);
      return { table: { rows, verdict, judge: rest.replace(/_?(results?|auxmatch)$/, "") }, notes: [] };
    }
  }
  const [judged] = tables.filter(({ path }) => path.endsWith(".pkl"));
  if (readable.length > 0 || judged === undefined) return { table: null, notes: [] };
  if (totals.length === 0) throw pickle(judged.path);
  return { table: null, notes: [`${name}: its scores are in a pickle, which could run a program: not read`] };
}

/** Options keep their letters, as in VLMEvalKit. */
function withLowerCaseNames(rows: readonly Row[]): Row[] {
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [/^[A-Z]$/.test(name) ? name : name.toLowerCase(), cell]),
    ),
  );
}

function isVerdict(cell: unknown): boolean {
  return Number.isFinite(verdictOf(cell));
}

/** 0 to 1; NaN for what is none. A text table holds `1`, `True`. */
export function verdictOf(cell: unknown): number {
  if (typeof cell === "boolean") return Number(cell);
  if (cell === "True" || cell === "true") return 1;
  if (cell === "False" || cell === "false") return 0;
  const number = typeof cell === "string" && cell.trim() !== "" ? Number(cell) : cell;
  return typeof number === "number" && number >= 0 && number <= 1 ? number : Number.NaN;
}

function requireOnce(rows: readonly Row[], path: string): void {
  const seen = new Set<string>();
  for (const { index } of rows) {
    const id = textOf(index);
    if (id === null) throw new FvalidateError("input", `${path} has rows without an index.`);
    if (seen.has(id)) throw new FvalidateError("input", `${path} holds the index ${id} twice.`);
    seen.add(id);
  }
}
