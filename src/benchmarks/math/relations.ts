import type { AnswerForm } from "./answer-form.ts";
import type { Expression } from "./expression.ts";
import { readExpression } from "./expression-reader.ts";
import { proportional } from "./same-value.ts";
import { splitOutside } from "./split.ts";

type Relation = Extract<AnswerForm, { kind: "relation" }>;

const MIRRORED: Readonly<Record<string, string>> = { "<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le" };
const CLOSED: ReadonlySet<string> = new Set(["\\le", "\\ge"]);
const EQUALITIES: ReadonlySet<string> = new Set(["=", "\\approx", "\\equiv"]);

/** Whether two relations with one sign say the same: their sides' differences are multiples of one another. */
export function sameRelation(one: Relation, other: Relation): boolean {
  const [first, second] = [oriented(one), oriented(other)];
  if (first === null || second === null || first.sign !== second.sign) return false;
  return proportional(
    first.difference,
    second.difference,
    !EQUALITIES.has(first.sign) && first.sign !== "\\ne",
  );
}

/**
 * What an equation states: its last side, `\approx` and what follows not counted. An answer without a relation states
 * itself if it is a scalar.
 * @param named whether the first side must be a name, so that `2x+z=1` states nothing
 */
export function sideOf(form: AnswerForm, named: boolean): string | null {
  if (form.kind === "scalar") return form.text;
  if (form.kind !== "relation" || !form.signs.every((sign) => EQUALITIES.has(sign))) return null;
  const rounded = form.signs.indexOf("\\approx", 1);
  const sides = rounded === -1 ? form.sides : form.sides.slice(0, rounded + 1);
  const [first = "", last = ""] = [sides[0], sides.at(-1)];
  if (sides.length === 2 && isLetter(last) && !isLetter(first)) return first;
  return named && !isName(first) ? null : last;
}

/** Whether both are equations for the same letter. */
export function sameLetter(one: AnswerForm, other: AnswerForm): boolean {
  if (one.kind !== "relation" || other.kind !== "relation") return false;
  const [first = "", second = ""] = [one.sides[0], other.sides[0]];
  return isLetter(first) && first === second;
}

/** `0\le x<1` as `[0,1)`; `null` for what bounds no letter. Forms that are no relations are returned. */
export function asInterval(form: AnswerForm): AnswerForm | null {
  if (form.kind !== "relation") return form;
  const bounds = form.sides.length === 3 ? bothBounds(form) : oneBound(form);
  if (bounds === null) return null;
  const { low, high, lowClosed, highClosed } = bounds;
  const items = [low, high].map((text): AnswerForm => ({ kind: "scalar", text }));
  return { kind: "tuple", open: lowClosed ? "[" : "(", close: highClosed ? "]" : ")", items };
}

interface Bounds {
  readonly low: string;
  readonly high: string;
  readonly lowClosed: boolean;
  readonly highClosed: boolean;
}

function bothBounds({ sides, signs }: Relation): Bounds | null {
  const [low = "", letter = "", high = ""] = sides;
  const [first = "", second = ""] = signs;
  if (!isLetter(letter) || !(first in MIRRORED) || !(second in MIRRORED)) return null;
  const ascending = { low, high, lowClosed: CLOSED.has(first), highClosed: CLOSED.has(second) };
  const rises = [first, second].every((sign) => sign === "<" || sign === "\\le");
  if (rises) return ascending;
  if ([first, second].some((sign) => sign === "<" || sign === "\\le")) return null;
  return { low: high, high: low, lowClosed: ascending.highClosed, highClosed: ascending.lowClosed };
}

function oneBound({ sides, signs }: Relation): Bounds | null {
  const [first = "", second = ""] = sides;
  const sign = isLetter(first) ? signs[0] : MIRRORED[signs[0] ?? ""];
  const bound = isLetter(first) ? second : first;
  if (sign === undefined || !(sign in MIRRORED) || (!isLetter(first) && !isLetter(second))) return null;
  const closed = CLOSED.has(sign);
  return sign === "<" || sign === "\\le"
    ? { low: "-\\infty", high: bound, lowClosed: false, highClosed: closed }
    : { low: bound, high: "\\infty", lowClosed: closed, highClosed: false };
}

/** Whether an equation's first side names one quantity: `(p,q)`, `|AB|`, `f(x)`, not `2x+z` and no number. */
function isName(text: string): boolean {
  return /[a-zA-Z]/.test(text) && splitOutside(text, ["+", "-"]).length === 1;
}

function isLetter(text: string): boolean {
  return /^(?:[a-zA-Z]|\\[a-zA-Z]+)(?:_\{?\w+\}?)?$/.test(text) && text !== "\\infty";
}

/** The sides' difference, with the sign turned so that it is none of the two that say greater. */
function oriented({ sides, signs }: Relation): { sign: string; difference: Expression } | null {
  const [first, second] = sides.map(readExpression);
  const [sign] = signs;
  if (sides.length !== 2 || first == null || second == null || sign === undefined) return null;
  const turned = sign === ">" || sign === "\\ge";
  const [one, other] = turned ? [second, first] : [first, second];
  const difference: Expression = { kind: "sum", parts: [one, { kind: "negated", of: other }] };
  return { sign: turned ? (MIRRORED[sign] ?? sign) : sign, difference };
}
