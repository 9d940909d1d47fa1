import type { BenchRun } from "../../../../src/contracts/bench-run.ts";
import type { RunEvidence, ShownFlip } from "../../../../src/contracts/run-evidence.ts";
import { passageLimits, passagesOf } from "../../../../src/run/evidence/bench/passages.ts";
import { benchRun } from "../runs.ts";

/** Data that a page must never take for its own mark-up, nor break by. */
export const HOSTILE =
  "</textarea></script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> " +
  "a'b\"c & &lt;i&gt; {{7*7}} \u202eright to left\u202c \u0000\u0007\u001b[31m \ud800 lone, 日本語 👩‍🔬 العربية\r\n\tend";

/**
 * A flip with the replies given, as the reader of a run's folder would have it.
 * @param flips how many the run has
 */
export function flipWith(
  change: Partial<ShownFlip>,
  replies: readonly [baseline: string, candidate: string] = ["The answer is A.", "The answer is C."],
  flips = 1,
): ShownFlip {
  const { baseline, candidate, firstDifference } = passagesOf(...replies, passageLimits(flips));
  return {
    benchmark: "gpqa_diamond",
    id: "diamond/5",
    repeat: 0,
    direction: "lost",
    cause: "different answer",
    question: "Which of these?",
    target: "A",
    firstDifference,
    baseline: { passage: baseline, prediction: "A", score: 1 },
    candidate: { passage: candidate, prediction: "C", score: 0 },
    ...change,
  };
}

export function evidenceOf(flips: readonly ShownFlip[] | null, gaps: readonly string[] = []): RunEvidence {
  return { actions: null, flips, gaps };
}

const SAMPLES = 12_000;
const FLIPS = 4000;

/** A run of 12,000 samples with 4,000 flips of replies of 5,000 characters, of which a page shows 650. */
export function largeRun(): { run: BenchRun; evidence: RunEvidence } {
  const template = benchRun("bench-inconsistent");
  const names = template.benchmarks.map(({ name }) => name);
  const run = {
    ...template,
    benchmarks: template.benchmarks.map((benchmark) => ({
      ...benchmark,
      ...("flipCauses" in benchmark && {
        n: SAMPLES / names.length,
        flipCauses: { "different answer": Math.ceil(FLIPS / names.length) },
      }),
    })),
  };
  const flips = Array.from({ length: FLIPS }, (_, index) => {
    const benchmark = names[index % names.length] ?? "";
    const beginning = `第${index}题。Let us think step by step. `.repeat(70);
    return flipWith(
      {
        benchmark,
        id: `${benchmark}/some-category/${index}`,
        direction: index % 3 === 0 ? "gained" : "lost",
      },
      [`${beginning}Therefore A. ${"好的，".repeat(800)}`, `${beginning}So it is C. ${"不对，".repeat(800)}`],
      FLIPS,
    );
  }).sort((one, other) => names.indexOf(one.benchmark) - names.indexOf(other.benchmark));
  return { run: run as BenchRun, evidence: evidenceOf(flips) };
}
