import type { Evidence } from "../../contracts/run-parts.ts";
import type { Gate, Verdict } from "../../contracts/verdict.ts";
import { html, type Markup } from "./markup.ts";

/** How a word is coloured; a sign beside it says the same without colour. */
export type Tone = "good" | "bad" | "open" | "none";

const SIGNS: Readonly<Record<Tone, string>> = { good: "✓", bad: "✗", open: "?", none: "–" };

export const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  consistent: "good",
  inconsistent: "bad",
  inconclusive: "open",
};

export const EVIDENCE_TONES: Readonly<Record<Evidence["status"], Tone>> = {
  proved: "good",
  clean: "good",
  missing: "open",
  contradicted: "bad",
  "not applicable": "none",
};

/** A gate that failed may decide against the candidate, or leave the verdict open. */
export function gateTone({ outcome, failure }: Pick<Gate, "outcome" | "failure">): Tone {
  if (outcome === "pass") return "good";
  if (outcome === "not applicable") return "none";
  return outcome === "fail" && failure === "inconsistent" ? "bad" : "open";
}

/** A word on its colour, with its sign. */
export function tag(word: string, tone: Tone): Markup {
  return html`<span class="tag" data-tone="${tone}"><span aria-hidden="true">${SIGNS[tone]}</span> ${word}</span>`;
}

/** The verdict as every page shows it. */
export function verdictBadge(verdict: Verdict): Markup {
  const tone = VERDICT_TONES[verdict];
  const sign = html`<span aria-hidden="true">${SIGNS[tone]}</span>`;
  return html`<span class="verdict" data-tone="${tone}">${sign} ${verdict.toUpperCase()}</span>`;
}
