import { splitOutside } from "./split.ts";

/** How an answer is built, down to the expressions, which are not read yet. */
export type AnswerForm =
  | { readonly kind: "scalar"; readonly text: string }
  /** In brackets, in order: a point, a vector or an interval. */
  | {
      readonly kind: "tuple";
      readonly open: string;
      readonly close: string;
      readonly items: readonly AnswerForm[];
    }
  /** In any order: a set, a list of solutions, the two values of a plus-minus. */
  | { readonly kind: "set" | "union"; readonly items: readonly AnswerForm[] }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly AnswerForm[])[] }
  | { readonly kind: "relation"; readonly signs: readonly string[]; readonly sides: readonly string[] };

const MATRIX = /^[([]?\s*\\begin\{pmatrix\}(.*)\\end\{pmatrix\}\s*[)\]]?$/s;
const SIGNS = ["\\le", "\\ge", "\\ne", "\\approx", "\\equiv", "=", "<", ">"];
const THOUSANDS = /(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])/g;
/** No answer has more parts; it keeps hostile replies cheap. */
const MOST_PARTS = 60;

/**
 * @param plain LaTeX without dressing, as `plainLatex` makes it
 * @param thousands whether `1,234` is one number
 */
export function answerForm(plain: string, thousands = true): AnswerForm {
  const text = withoutOuterBraces(plain);
  const members = splitOutside(text, ["\\in"]);
  if (members.length === 2) return answerForm(members[1] ?? "", thousands);
  return listed(thousands ? text.replace(THOUSANDS, (number) => number.replaceAll(",", "")) : text);
}

function listed(text: string): AnswerForm {
  const parts = splitOutside(text, [",", ";"]);
  return parts.length > 1 && parts.length <= MOST_PARTS
    ? { kind: "set", items: parts.map(whole) }
    : whole(text);
}

function whole(spaced: string): AnswerForm {
  const text = withoutOuterBraces(spaced.trim());
  const unions = splitOutside(text, ["\\cup"]);
  if (unions.length > 1) return { kind: "union", items: unions.slice(0, MOST_PARTS).map(whole) };
  return related(text) ?? matrix(text) ?? bracketed(text) ?? plusMinus(text) ?? { kind: "scalar", text };
}

function related(text: string): AnswerForm | null {
  const sides = splitOutside(text, SIGNS);
  if (sides.length < 2 || sides.length > MOST_PARTS) return null;
  let at = 0;
  const signs = sides.slice(0, -1).map((side) => {
    at += side.length;
    const sign = SIGNS.find((candidate) => text.startsWith(candidate, at)) ?? "=";
    at += sign.length;
    return sign;
  });
  return { kind: "relation", signs, sides: sides.map((side) => side.trim()) };
}

function matrix(text: string): AnswerForm | null {
  const inside = MATRIX.exec(text)?.[1];
  if (inside === undefined || inside.includes("\\begin")) return null;
  const rows = inside.split("\\\\").filter((row) => row.trim() !== "");
  if (rows.length > MOST_PARTS) return null;
  return { kind: "matrix", rows: rows.map((row) => row.split("&").slice(0, MOST_PARTS).map(whole)) };
}

/** A single value in brackets is that value. */
function bracketed(text: string): AnswerForm | null {
  const set = /^\\\{(.*)\\\}$/s.exec(text)?.[1];
  const inside = set ?? /^[([](.*)[)\]]$/s.exec(text)?.[1];
  if (inside === undefined) return null;
  const items = splitOutside(inside, [",", ";"]);
  if (items.length > MOST_PARTS) return null;
  if (set !== undefined) return { kind: "set", items: items.map(whole) };
  if (items.length < 2 || !isOneGroup(inside)) return null;
  return { kind: "tuple", open: text.charAt(0), close: text.slice(-1), items: items.map(whole) };
}

function plusMinus(text: string): AnswerForm | null {
  if (text.split("\\pm").length !== 2) return null;
  return { kind: "set", items: ["+", "-"].map((sign) => whole(text.replace("\\pm", sign))) };
}

/** `{5}` is `5`; `{1}+{2}` stays. */
function withoutOuterBraces(text: string): string {
  const inside = /^\{(.*)\}$/s.exec(text)?.[1];
  return inside !== undefined && isOneGroup(inside) ? inside.trim() : text;
}

/** Whether the brackets within are closed within: `1),(2` is not one group. */
function isOneGroup(inside: string): boolean {
  let depth = 0;
  for (const character of inside) {
    if ("([{".includes(character)) depth += 1;
    if (")]}".includes(character)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
