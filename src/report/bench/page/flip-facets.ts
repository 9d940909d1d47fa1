import { cut } from "../../data-text.ts";
import type { Facet } from "../../page/filters.ts";
import type { PageFlip } from "./shown-flips.ts";

/** By what the flips can be narrowed down. */
export interface FlipFacet {
  readonly name: string;
  readonly label: string;
  /** Short, since each row has it. */
  readonly codeOf: (flip: PageFlip) => string;
  readonly wordsOf: (flip: PageFlip) => string;
}

/** Benchmark, outcome and cause. */
export function facetsFor(flips: readonly PageFlip[]): FlipFacet[] {
  const benchmarks = [...new Set(flips.map(({ benchmark }) => benchmark))];
  const causes = [...new Set(flips.map(({ flip }) => flip.cause))];
  return [
    {
      name: "b",
      label: "Benchmark",
      codeOf: ({ benchmark }) => String(benchmarks.indexOf(benchmark)),
      wordsOf: ({ name }) => cut(name, LONGEST_CHOICE),
    },
    {
      name: "d",
      label: "Outcome",
      codeOf: ({ flip }) => flip.direction,
      wordsOf: ({ flip }) => flip.direction,
    },
    {
      name: "c",
      label: "Cause",
      codeOf: ({ flip }) => String(causes.indexOf(flip.cause)),
      wordsOf: ({ flip }) => flip.cause,
    },
  ];
}

const LONGEST_CHOICE = 60;

/** What of it can be chosen, with how many rows have it. */
export function offeredFacet(
  { name, label, codeOf, wordsOf }: FlipFacet,
  listed: readonly PageFlip[],
): Facet {
  const found = new Map<string, { word: string; count: number }>();
  for (const flip of listed) {
    const value = codeOf(flip);
    const choice = found.get(value) ?? { word: wordsOf(flip), count: 0 };
    choice.count += 1;
    found.set(value, choice);
  }
  const choices = [...found].map(([value, { word, count }]) => ({ value, label: `${word} (${count})` }));
  return { name, label, choices };
}
