/** What stands in a cell of a table. */
export type Cell =
  | NumberCell
  | { readonly kind: "count"; readonly right: number; readonly of: number }
  | { readonly kind: "empty"; readonly reason: string }
  | { readonly kind: "unreadable"; readonly reason: string };

export interface NumberCell {
  readonly kind: "number";
  readonly value: number;
  readonly decimals: number;
  readonly signed: boolean;
  readonly hasPercentSign: boolean;
  /** `0.67` of `76.67(±0.67)`. */
  readonly spread: number | null;
}

const EMPTY = /^(?:[-–—−‒/\\?.…xX*]+|n\.?\/?a\.?|none|null|nan|无|暂无)$/i;
const PENDING =
  /^(?:tb[ad]|todo|wip|pending|evaluating|in progress|running|coming soon|待测|待定|待补充|测试中|评测中|进行中)\W*$/i;

/** A number with its sign, its unit and, in parentheses or not, how far it varies. */
const NUMBER =
  /^([+\-−－＋])?\s*(\d+(?:[.,]\d+)?|\.\d+)\s*(%|％|x|×|倍|pp|pts?\.?|points?)?\s*(?:[（(]?\s*(?:±|\+\/?[-−])\s*(\d+(?:\.\d+)?|\.\d+)\s*[%％]?\s*[)）]?)?$/i;
const COUNT = /^(\d{1,9})\s*[/／]\s*(\d{1,9})$/;
/** A count beside its percentage, either of them in parentheses. */
const COUNT_BESIDE =
  /^(?:[\d.]+\s*[%％]?\s*[（(]\s*(\d{1,9}\s*[/／]\s*\d{1,9})\s*[)）]|(\d{1,9}\s*[/／]\s*\d{1,9})\s*[（(]\s*[\d.]+\s*[%％]?\s*[)）])$/;
/** Arrows and footnote marks around a figure say nothing about its value. */
const MARKS = /^[\s↑↓⬆⬇▲▼*†‡§]+|[\s↑↓⬆⬇▲▼*†‡§¹²³]+$/g;

/** @param text what a reader sees of the cell */
export function parseCell(text: string): Cell {
  const whole = text.trim();
  if (whole === "") return { kind: "empty", reason: "the cell is empty" };
  if (PENDING.test(whole) || EMPTY.test(whole))
    return { kind: "empty", reason: `the card has "${whole}" in its place` };
  const figure = whole.replace(MARKS, "");
  return countIn(figure) ?? numberIn(figure) ?? { kind: "unreadable", reason: "it is no figure" };
}

function countIn(text: string): Cell | null {
  const beside = COUNT_BESIDE.exec(text);
  const match = COUNT.exec(beside?.[1] ?? beside?.[2] ?? text);
  if (match === null) return null;
  const [right, of] = [Number(match[1]), Number(match[2])];
  if (of > 0 && right <= of) return { kind: "count", right, of };
  return { kind: "unreadable", reason: `${right} of ${of} is no count of right answers` };
}

function numberIn(text: string): Cell | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, sign, digits = "", suffix, spread] = match;
  if (/^[1-9]\d{0,2},\d{3}$/.test(digits))
    return { kind: "unreadable", reason: "its comma may stand before thousands or before decimals" };
  const number = digits.replace(",", ".");
  const isNegative = sign !== undefined && /[-−－]/.test(sign);
  return {
    kind: "number",
    value: isNegative ? -Number(number) : Number(number),
    decimals: number.split(".")[1]?.length ?? 0,
    signed: sign !== undefined,
    hasPercentSign: suffix === "%" || suffix === "％",
    spread: spread === undefined ? null : Number(spread),
  };
}
