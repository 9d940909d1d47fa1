import type { HarnessSample } from "../../../contracts/harness-output.ts";
import { FvalidateError } from "../../../support/errors.ts";
import type { SideName } from "./options.ts";

/** One question, asked once on both sides. */
export interface SamplePair {
  readonly baseline: HarnessSample;
  readonly candidate: HarnessSample;
  readonly by: "id and content" | "content" | "id alone";
}

/** What became of all samples of both sides: each is in exactly one of these. */
export interface Pairing {
  readonly pairs: readonly SamplePair[];
  /** One id, two contents: not the same question. */
  readonly changed: readonly Omit<SamplePair, "by">[];
  readonly baselineOnly: readonly HarnessSample[];
  readonly candidateOnly: readonly HarnessSample[];
}

/**
 * Pairs the samples of one task by id and repeat where their contents are the same, then by content whatever their ids
 * are (another order of the data set). Samples without a content are paired by id alone.
 *
 * @throws FvalidateError of kind `input` for an id that one side has twice
 */
export function pairSamples(
  task: string,
  baseline: readonly HarnessSample[],
  candidate: readonly HarnessSample[],
): Pairing {
  const candidates = byKey(task, "candidate", candidate);
  byKey(task, "baseline", baseline);
  const pairs: SamplePair[] = [];
  const rest: HarnessSample[] = [];
  for (const sample of baseline) {
    const other = candidates.get(keyOf(sample));
    const by = other === undefined ? null : agreement(sample, other);
    if (other === undefined || by === null) rest.push(sample);
    else {
      pairs.push({ baseline: sample, candidate: other, by });
      candidates.delete(keyOf(sample));
    }
  }
  return { ...pairRest(rest, candidates, pairs), pairs };
}

/** By content, which takes pairs out of `candidates` and adds them to `pairs`; what is left has the other's id or nothing. */
function pairRest(
  rest: readonly HarnessSample[],
  candidates: Map<string, HarnessSample>,
  pairs: SamplePair[],
): Omit<Pairing, "pairs"> {
  const contents = byContent(candidates.values());
  const left = rest.filter((sample) => {
    const other = contents.get(contentKey(sample))?.shift();
    if (other === undefined || sample.contentSha256 === null) return true;
    pairs.push({ baseline: sample, candidate: other, by: "content" });
    candidates.delete(keyOf(other));
    return false;
  });
  const changed = left.flatMap((sample) => {
    const other = candidates.get(keyOf(sample));
    return other === undefined ? [] : [{ baseline: sample, candidate: other }];
  });
  const isChanged = new Set(changed.map(({ baseline }) => keyOf(baseline)));
  return {
    changed,
    baselineOnly: left.filter((sample) => !isChanged.has(keyOf(sample))),
    candidateOnly: [...candidates.values()].filter((sample) => !isChanged.has(keyOf(sample))),
  };
}

function byKey(task: string, side: SideName, samples: readonly HarnessSample[]): Map<string, HarnessSample> {
  const found = new Map<string, HarnessSample>();
  for (const sample of samples) {
    const key = keyOf(sample);
    if (found.has(key))
      throw new FvalidateError(
        "input",
        `${task}: the ${side}'s output has the question ${sample.id} (repeat ${sample.repeat}) twice.`,
        { hint: "Its file may hold two runs, one behind the other." },
      );
    found.set(key, sample);
  }
  return found;
}

function byContent(samples: Iterable<HarnessSample>): Map<string, HarnessSample[]> {
  const found = new Map<string, HarnessSample[]>();
  for (const sample of samples) {
    if (sample.contentSha256 === null) continue;
    const key = contentKey(sample);
    const same = found.get(key) ?? [];
    same.push(sample);
    found.set(key, same);
  }
  return found;
}

/** `null` where the contents are not the same. */
function agreement(baseline: HarnessSample, candidate: HarnessSample): "id and content" | "id alone" | null {
  if (baseline.contentSha256 === null || candidate.contentSha256 === null) return "id alone";
  return baseline.contentSha256 === candidate.contentSha256 ? "id and content" : null;
}

function keyOf({ id, repeat }: HarnessSample): string {
  return `${repeat}\n${id}`;
}

function contentKey({ contentSha256, repeat }: HarnessSample): string {
  return `${repeat}\n${contentSha256}`;
}
