import type { Parsed } from "./arguments.ts";
import { compareTensors } from "./compare-tensors.ts";

/** One thing that `fvalidate compare` compares. */
export interface CompareKind {
  /** Whether this is what baseline and candidate are; asked in the order of the list. */
  matches(parsed: Parsed): Promise<boolean>;
  /** Does the work and returns the exit code. */
  run(parsed: Parsed): Promise<number>;
}

/** What is neither before it is taken for tensors, whose readers say what a file is not. */
const KINDS: readonly CompareKind[] = [{ matches: async () => true, run: compareTensors }];

/** Compares what baseline and candidate are. */
export async function compareByKind(parsed: Parsed): Promise<number> {
  for (const kind of KINDS) if (await kind.matches(parsed)) return kind.run(parsed);
  throw new RangeError("no kind of comparison takes what the others leave");
}
