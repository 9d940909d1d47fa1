import type { BenchRun } from "../../../contracts/bench-run.ts";
import { cut, visible } from "../../data-text.ts";
import { html, type Markup } from "../../page/markup.ts";
import { facetAttributes } from "../../page/table.ts";
import { plural } from "../figures.ts";
import { noPrediction } from "../flip-words.ts";
import { bytesIn, inTurns } from "./budget.ts";
import { replies } from "./replies.ts";
import type { PageFlip } from "./shown-flips.ts";

/** Bytes of the page for the rows, and for the replies below them. A page of all its flips stays below 2 MB. */
const ROW_BYTES = 800_000;
const REPLY_BYTES = 800_000;

const LONGEST_ID = 80;
const LONGEST_ANSWER = 60;
const LONGEST_NAME = 60;

/** The values of a row's facets. */
export type FacetsOf = (flip: PageFlip) => Readonly<Record<string, string>>;

export interface FlipRows {
  /** One `tbody` for each flip that there is room for, in their order. */
  readonly rows: readonly Markup[];
  /** The flips of these rows. */
  readonly listed: readonly PageFlip[];
  /** How many of them stand with their replies. */
  readonly withReplies: number;
}

/** As many rows as the page has room for, and the replies of as many of these. */
export function flipRows(flips: readonly PageFlip[], run: BenchRun, facetsOf: FacetsOf): FlipRows {
  const heads = new Map<PageFlip, Markup>();
  const head = (flip: PageFlip) => remembered(heads, flip, () => headRow(flip));
  const room = inTurns(flips, ROW_BYTES, (flip) => bytesIn(head(flip).text) + BODY_BYTES);
  const listed = flips.filter((flip) => room.has(flip));
  const details = new Map<PageFlip, Markup>();
  const detail = (flip: PageFlip) => remembered(details, flip, () => detailRow(flip, run));
  const known = listed.filter(
    ({ flip }) => flip.baseline.passage !== null && flip.candidate.passage !== null,
  );
  const shown = inTurns(known, REPLY_BYTES, (flip) => bytesIn(detail(flip).text));
  const rows = listed.map(
    (
      flip,
    ) => html`<tbody data-item${facetAttributes(facetsOf(flip))}>${head(flip)}${shown.has(flip) ? detail(flip) : null}</tbody>
`,
  );
  return { rows, listed, withReplies: shown.size };
}

/** Of a row's element around its cells. */
const BODY_BYTES = 80;

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function headRow({ flip, benchmark, name }: PageFlip): Markup {
  const { id, repeat, direction, cause, target } = flip;
  const repeated = benchmark.repeats > 1 ? ` #${repeat}` : "";
  return html`<tr><th scope="row">${line(id, LONGEST_ID)}${repeated}</th><td>${line(name, LONGEST_NAME)}</td><td class="${direction}">${direction}</td><td>${cause}</td><td>${answer(flip.baseline.prediction, flip)}</td><td>${answer(flip.candidate.prediction, flip)}</td><td>${target === null ? "-" : line(target, LONGEST_ANSWER)}</td></tr>`;
}

export const FLIP_COLUMNS = 7;

function answer(prediction: string | null, flip: PageFlip["flip"]): Markup {
  return prediction === null
    ? html`<span class="quiet">${noPrediction(flip)}</span>`
    : html`<bdi>${line(prediction, LONGEST_ANSWER)}</bdi>`;
}

/** Data of any length on one line. */
function line(text: string, most: number): string {
  return visible(cut(text, most), " ↵ ").trim();
}

function detailRow(flip: PageFlip, run: BenchRun): Markup {
  const { question, firstDifference } = flip.flip;
  const asked =
    question === null
      ? null
      : html`<p><strong>Asked</strong></p><pre class="asked" dir="auto">${question}</pre>`;
  const labels = { baseline: run.baseline.label, candidate: run.candidate.label };
  return html`<tr class="more"><td colspan="${FLIP_COLUMNS}"><details><summary>Replies: ${parting(firstDifference)}</summary>
${asked}${replies(flip, labels)}</details></td></tr>`;
}

function parting(firstDifference: number | null): string {
  if (firstDifference === null) return "the same to the letter";
  return firstDifference === 0
    ? "they differ from the beginning"
    : `they part behind ${plural(firstDifference, "character")}`;
}
