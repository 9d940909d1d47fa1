import type { AnyRun } from "../../contracts/any-run.ts";
import { benchFigures } from "./bench-figures.ts";
import { cardFigures } from "./card-figures.ts";
import { compareFigures } from "./compare-figures.ts";
import { pi0Figures } from "./pi0-figures.ts";

/** The few figures of a run that a person wants first, as one table. */
export interface KeyFigures {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The columns that hold words; the others hold figures. */
  readonly words: readonly number[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

/** In the order in which a table may be cut: what speaks against the candidate first. */
export function keyFigures(run: AnyRun): KeyFigures {
  switch (run.kind) {
    case "pi0":
      return pi0Figures(run);
    case "bench":
      return benchFigures(run);
    case "compare":
      return compareFigures(run);
    case "card":
      return cardFigures(run);
  }
}
