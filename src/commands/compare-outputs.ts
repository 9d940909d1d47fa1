import { DEFAULT_ACCURACY_LIMITS } from "../compare/accuracy/limits.ts";
import { ACCURACY_POLICIES } from "../contracts/bench-result.ts";
import { isHarnessOutput, isPlace } from "../importers/index.ts";
import { compareOutputs } from "../run/compare/outputs/compare-outputs.ts";
import { FvalidateError } from "../support/errors.ts";
import { abortOnSignals } from "../support/signals.ts";
import { note, printLine } from "../support/terminal.ts";
import { choice, integerFlag, isSet, numberFlag, type Parsed, requiredText, text } from "./arguments.ts";
import { OUTPUT_FLAGS } from "./compare-flags.ts";
import { compareCommandLine, compareSides } from "./compare-sides.ts";
import { asFailure, failRun, finishRun } from "./finish-run.ts";

/**
 * Whether both sides are outputs of harnesses.
 * @throws FvalidateError of kind `usage` where one is and the other is not, of kind `input` where the other is not there
 */
export async function areOutputs(parsed: Parsed): Promise<boolean> {
  const baseline = requiredText(parsed, "baseline");
  const candidate = text(parsed, "candidate");
  const isOutput = await isHarnessOutput(baseline);
  if (candidate === null || isOutput === (await isHarnessOutput(candidate))) return isOutput;
  const [output, other] = isOutput ? [baseline, candidate] : [candidate, baseline];
  if (!(await isPlace(other))) throw new FvalidateError("input", `There is no file or folder ${other}.`);
  throw new FvalidateError(
    "usage",
    `${output} is a harness's output, and ${other} is none that is read here.`,
    {
      hint: "Name two outputs, or two files or folders of tensors.",
    },
  );
}

/** Compares what two harnesses wrote down, by the statistics of bench. */
export async function compareHarnessOutputs(parsed: Parsed): Promise<number> {
  const marginPoints = numberFlag(parsed, "margin", { minimum: 1e-6, maximum: 100 });
  const options = {
    ...compareSides(parsed),
    policy: choice(parsed, "policy", ACCURACY_POLICIES) ?? "equivalence",
    limits: { ...DEFAULT_ACCURACY_LIMITS, ...(marginPoints !== null && { marginPoints }) },
    seed: integerFlag(parsed, "seed", 0) ?? 42,
    outputPath: text(parsed, "output-path") ?? "reports",
    command: compareCommandLine(parsed, Object.keys(OUTPUT_FLAGS)),
  };
  using signals = abortOnSignals();
  const finished = await compareOutputs(options).catch(asFailure);
  if (finished instanceof FvalidateError) return failRun(finished, parsed, signals);
  const { origin } = finished.result;
  if (isSet(parsed, "json")) note(origin);
  else printLine(origin);
  return finishRun(finished, parsed, signals);
}
