import type { ComparedTensor } from "../../contracts/compare-run.ts";
import { figureText } from "./figure-text.ts";
import type { GoldenDistances } from "./findings.ts";

type Golden = Extract<NonNullable<ComparedTensor["golden"]>, { ratio: unknown }>;

/** Which arm is nearer to the golden tensor, by relative L2. */
export function compareToGolden({ baseline, candidate }: GoldenDistances): Golden {
  const [one, other] = [baseline.relativeL2, candidate.relativeL2];
  const ratio = one === null || other === null || one === 0 ? null : other / one;
  return { nearer: nearer(one, other), baseline, candidate, ratio };
}

function nearer(baseline: number | null, candidate: number | null): Golden["nearer"] {
  if (baseline === null || candidate === null || baseline === candidate) return "neither";
  return candidate < baseline ? "candidate" : "baseline";
}

/**
 * What a reference in higher precision says of a difference between the arms: an arm that is nearer to it than the
 * baseline is not the one to blame. torch's own comparison asks for at most twice the baseline's distance.
 *
 * @param all those of the tensors that have a golden one
 */
export function goldenSummary(all: readonly Golden[]): string {
  const [only] = all;
  if (only === undefined) return "No tensor has a golden one to be measured against.";
  if (all.length === 1) return singleSummary(only);
  const count = (which: Golden["nearer"]) => all.filter((golden) => golden.nearer === which).length;
  const ratios = all.flatMap(({ ratio }) => (typeof ratio === "number" ? [ratio] : []));
  const largest = ratios.reduce((found, ratio) => Math.max(found, ratio), 0);
  return (
    `Of ${all.length} tensors the candidate is nearer to the golden one in ${count("candidate")}, ` +
    `the baseline in ${count("baseline")}, neither in ${count("neither")}` +
    (ratios.length === 0
      ? "."
      : `; at most the candidate is ${figureText(largest, 3)} times as far as the baseline.`)
  );
}

function singleSummary({ nearer: which, baseline, candidate }: Golden): string {
  const distance = (value: Golden["baseline"]["relativeL2"]) =>
    typeof value === "number" ? figureText(value, 4) : "undefined";
  const figures = `(relative L2 ${distance(candidate.relativeL2)} and ${distance(baseline.relativeL2)})`;
  if (which === "neither") return `Candidate and baseline are equally far from the golden tensor ${figures}.`;
  return which === "candidate"
    ? `The candidate is nearer to the golden tensor than the baseline is ${figures}.`
    : `The candidate is farther from the golden tensor than the baseline is ${figures}.`;
}
