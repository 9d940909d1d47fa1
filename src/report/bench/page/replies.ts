import { type ArrayChange, diffArrays } from "diff";
import type { Passage, ShownReply } from "../../../contracts/run-evidence.ts";
import { cut } from "../../data-text.ts";
import { html, type Markup, type Value } from "../../page/markup.ts";
import { commonLength } from "../flip-words.ts";
import type { PageFlip } from "./shown-flips.ts";

/** Words by which two replies may differ, so that the time to compare them is bounded. */
const MOST_CHANGES = 300;
const LONGEST_LABEL = 60;

/** Words, numbers, blanks and signs; scripts without blanks are compared character by character. */
const TOKEN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}_]+|\s+|[\s\S]/gu;

/** Both replies side by side: what they begin with alike is dimmed, and words of one alone stand out behind a mark. */
export function replies(
  { flip }: PageFlip,
  labels: { readonly baseline: string; readonly candidate: string },
): Markup {
  const { baseline, candidate } = flip;
  if (baseline.passage === null || candidate.passage === null) return html``;
  const parted = part(baseline.passage.text, candidate.passage.text);
  return html`<div class="replies">${column("baseline", labels.baseline, baseline, parted.baseline)}${column("candidate", labels.candidate, candidate, parted.candidate)}</div>`;
}

function column(role: "baseline" | "candidate", label: string, reply: ShownReply, text: Value): Markup {
  const passage = reply.passage ?? { text: "", omittedBefore: 0, omittedAfter: 0 };
  return html`<div class="reply" data-role="${role}"><p><strong>${cut(label, LONGEST_LABEL)}</strong> ${outcome(reply)}</p>
<pre dir="auto">${omitted(passage.omittedBefore, "before")}${text === "" ? null : text}${omitted(passage.omittedAfter, "behind")}${isEmpty(passage) ? html`<span class="left-out">an empty reply</span>` : null}</pre></div>`;
}

function outcome({ score }: ShownReply): string {
  if (score === null) return "";
  if (score === 1) return "right";
  return score === 0 ? "wrong" : `score ${Number(score.toFixed(4))}`;
}

function isEmpty({ text, omittedBefore, omittedAfter }: Passage): boolean {
  return text === "" && omittedBefore === 0 && omittedAfter === 0;
}

/** @param characters `null` where it is not known whether any are */
function omitted(characters: number | null, where: "before" | "behind"): Markup | null {
  if (characters === 0) return null;
  const count = characters === null ? "" : `${characters} `;
  const words =
    characters === null && where === "behind" ? "the rest is left out" : `${count}characters left out`;
  return html`<span class="left-out">${where === "behind" ? "… " : ""}[${words}]${where === "before" ? " …" : ""}</span>`;
}

interface Parted {
  readonly baseline: Value;
  readonly candidate: Value;
}

function part(baseline: string, candidate: string): Parted {
  if (baseline === candidate) return { baseline, candidate };
  const alike = commonLength(baseline, candidate);
  const beginning = alike === 0 ? null : html`<span class="alike">${baseline.slice(0, alike)}</span>`;
  const rest = differences(baseline.slice(alike), candidate.slice(alike));
  const parted = (words: Value) => html`${beginning}<span class="parting"></span>${words}`;
  return { baseline: parted(rest.baseline), candidate: parted(rest.candidate) };
}

/** With the words marked that one of both alone has; where these are many, those of the beginning. */
function differences(baseline: string, candidate: string): Parted {
  const words = { baseline: baseline.match(TOKEN) ?? [], candidate: candidate.match(TOKEN) ?? [] };
  const changes =
    leastChanges(words.baseline, words.candidate) > MOST_CHANGES
      ? undefined
      : diffArrays(words.baseline, words.candidate, { maxEditLength: MOST_CHANGES });
  if (changes !== undefined) return { baseline: side(changes, "removed"), candidate: side(changes, "added") };
  // No two texts of so many words each differ by more than both have.
  const some = MOST_CHANGES / 2;
  const first = diffArrays(words.baseline.slice(0, some), words.candidate.slice(0, some));
  const rest = (all: readonly string[]) => all.slice(some).join("");
  return {
    baseline: [side(first, "removed"), rest(words.baseline)],
    candidate: [side(first, "added"), rest(words.candidate)],
  };
}

/** Words that one has more often than the other: by so many they differ at least, in whichever order they stand. */
function leastChanges(baseline: readonly string[], candidate: readonly string[]): number {
  const surplus = new Map<string, number>();
  for (const word of baseline) surplus.set(word, (surplus.get(word) ?? 0) + 1);
  for (const word of candidate) surplus.set(word, (surplus.get(word) ?? 0) - 1);
  return [...surplus.values()].reduce((sum, count) => sum + Math.abs(count), 0);
}

function side(changes: readonly ArrayChange<string>[], own: "added" | "removed"): Value {
  const others = own === "added" ? "removed" : "added";
  return changes
    .filter((change) => !change[others])
    .map((change) => (change[own] ? html`<mark>${change.value.join("")}</mark>` : change.value.join("")));
}
