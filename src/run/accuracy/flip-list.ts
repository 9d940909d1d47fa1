import { triage } from "../../compare/accuracy/flip-triage.ts";
import type { Flip } from "../../contracts/bench-result.ts";
import type { AnsweredSample, Sample } from "./sample.ts";

/** So many flips stand in `run.json`; all of them can be found in `samples.jsonl`. */
const LISTED = 100;

/** Samples whose outcome differs between the arms, by cause. */
export class FlipList {
  readonly causes: Record<string, number> = {};
  readonly listed: Flip[] = [];

  add(id: string, baseline: readonly Sample[], candidate: readonly Sample[]): void {
    for (const [repeat, sample] of baseline.entries()) {
      const other = candidate[repeat];
      if (sample.state === "error" || other === undefined || other.state === "error") continue;
      this.#add(id, repeat, sample, other);
    }
  }

  #add(id: string, repeat: number, baseline: AnsweredSample, candidate: AnsweredSample): void {
    const flip = triage({ baseline: sideOf(baseline), candidate: sideOf(candidate) });
    if (flip === null) return;
    this.causes[flip.cause] = (this.causes[flip.cause] ?? 0) + 1;
    if (this.listed.length < LISTED) this.listed.push({ id, repeat, ...flip });
  }
}

function sideOf(sample: AnsweredSample) {
  const { score, prediction, unparsed = prediction === null, state, record } = sample;
  return { score, prediction, unparsed, truncated: state === "truncated", text: record.text };
}
