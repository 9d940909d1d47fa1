import { FvalidateError } from "../support/errors.ts";
import { isOnCommandLine, type Parsed, text } from "./arguments.ts";
import { compareCard } from "./compare-card.ts";
import { COMPARE_FLAGS, FLAGS_OF_KIND } from "./compare-flags.ts";
import { areOutputs, compareHarnessOutputs } from "./compare-outputs.ts";
import { compareTensors } from "./compare-tensors.ts";

/** One thing that `fvalidate compare` compares. */
interface CompareKind {
  readonly name: keyof typeof FLAGS_OF_KIND;
  /** As messages have it. */
  readonly what: string;
  /** Whether this is what baseline and candidate are; asked in the order of the list. */
  matches(parsed: Parsed): Promise<boolean>;
  /** Does the work and returns the exit code. */
  run(parsed: Parsed): Promise<number>;
}

const TENSORS: CompareKind = {
  name: "tensors",
  what: "tensors",
  matches: async () => true,
  run: compareTensors,
};

/** What is nothing else is taken for tensors, whose readers say what a file is not. */
const KINDS: readonly CompareKind[] = [
  {
    name: "card",
    what: "a run with a card",
    matches: async (parsed) => text(parsed, "card") !== null,
    run: compareCard,
  },
  { name: "outputs", what: "outputs of harnesses", matches: areOutputs, run: compareHarnessOutputs },
  TENSORS,
];

/**
 * Compares what baseline and candidate are.
 * @throws FvalidateError of kind `usage` for flags of another kind of comparison, which would change nothing
 */
export async function compareByKind(parsed: Parsed): Promise<number> {
  const kind = await kindOf(parsed);
  const allowed = FLAGS_OF_KIND[kind.name];
  const foreign = Object.keys(COMPARE_FLAGS).find(
    (flag) => isOnCommandLine(parsed, flag) && !allowed.includes(flag),
  );
  if (foreign === undefined) return kind.run(parsed);
  throw new FvalidateError("usage", `--${foreign} does nothing here: this compares ${kind.what}.`, {
    hint: `Flags for that: ${allowed.map((flag) => `--${flag}`).join(", ")}.`,
  });
}

async function kindOf(parsed: Parsed): Promise<CompareKind> {
  for (const kind of KINDS) if (await kind.matches(parsed)) return kind;
  return TENSORS;
}
