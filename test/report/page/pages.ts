import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AnyRun, RUN_SCHEMAS, type RunKind } from "../../../src/contracts/any-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../../../src/contracts/run-evidence.ts";
import { type ComparedRun, runResultSchema } from "../../../src/contracts/run-result.ts";
import { readNpyFile } from "../../../src/tensors/npy.ts";
import { toFloat64 } from "../../../src/tensors/tensor.ts";
import { hostileRun } from "../bench/runs.ts";

const FIXTURES = fileURLToPath(new URL("../../../fixtures/", import.meta.url));

/** Every run in fixtures/runs, of whichever kind. */
export const FIXTURE_RUNS: readonly (readonly [name: string, run: AnyRun])[] = readdirSync(
  join(FIXTURES, "runs"),
)
  .filter((name) => name.endsWith(".json"))
  .map((name) => {
    const content: { kind: RunKind } = JSON.parse(readFileSync(join(FIXTURES, "runs", name), "utf8"));
    return [name.replace(/\.json$/, ""), RUN_SCHEMAS[content.kind].parse(content)];
  });

/** The run of the README's first command. */
export function pi0Run(changes: Record<string, unknown> = {}): ComparedRun {
  const content = JSON.parse(readFileSync(join(FIXTURES, "runs", "pi0-h200.json"), "utf8"));
  const run = runResultSchema.parse({ ...content, ...changes });
  if (run.metrics === null) throw new Error("the fixture compared nothing");
  return run;
}

/** What both arms of that run answered: the recordings that it replayed. */
export async function pi0Evidence(): Promise<RunEvidence> {
  const read = async (name: string) => {
    const tensor = await readNpyFile(join(FIXTURES, "pi0", "h200", name));
    const [observations = 0, steps = 0, dimensions = 0] = tensor.shape;
    return {
      shape: [observations, steps, dimensions] as const,
      values: toFloat64(tensor),
      dtype: tensor.dtype,
    };
  };
  return {
    ...NO_EVIDENCE,
    actions: {
      baseline: await read("native-actions.npy"),
      candidate: await read("flaggems-actions.npy"),
    },
  };
}

/** A corner of that run, with all that its page shows but quick to draw and to validate. */
export function smallPi0(
  { actions }: RunEvidence,
  changes: Record<string, unknown> = {},
): { run: ComparedRun; evidence: RunEvidence } {
  const whole = pi0Run();
  const shape = { observations: 3, steps: 5, dimensions: 8 };
  const run = pi0Run({
    shape,
    actionDimensions: { ...whole.actionDimensions, compared: 8, answered: 8 },
    observations: whole.observations.slice(0, shape.observations),
    horizon: whole.horizon.slice(0, shape.steps),
    dimensions: whole.dimensions.slice(0, shape.dimensions),
    ...changes,
  });
  if (actions === null) throw new Error("the fixture has no actions");
  const corner = ({ shape: [, steps, dimensions], values, dtype }: typeof actions.baseline) => ({
    shape: [shape.observations, shape.steps, shape.dimensions] as const,
    values: values.filter(
      (_, index) =>
        index % dimensions < shape.dimensions &&
        Math.floor(index / dimensions) % steps < shape.steps &&
        index < shape.observations * steps * dimensions,
    ),
    dtype,
  });
  const evidence = {
    ...NO_EVIDENCE,
    actions: { baseline: corner(actions.baseline), candidate: corner(actions.candidate) },
  };
  return { run, evidence };
}

export const HOSTILE =
  'a|b "c" </script></style></title></svg><script>alert(1)</script> <img src=x onerror=alert(1)> & &lt;b&gt; ]]> <!-- ' +
  "--> javascript:alert(1) ' onmouseover=alert(1) x=' `x` 日本語 👩‍🔬 https://example.org/x.png\n\u202e\u0007\u001b[31m \ud800";

const FREE_TEXT = new Set([
  ...[
    "label",
    "stack",
    "origin",
    "headline",
    "reason",
    "reasons",
    "warnings",
    "message",
    "hint",
    "log",
    "title",
  ],
  ...["summary", "notes", "description", "source", "chain", "change", "method", "command", "id", "createdAt"],
  ...[
    "sha256Reason",
    "noiseSha256",
    "profile",
    "version",
    "node",
    "name",
    "unit",
    "policy",
    "cardName",
    "model",
  ],
]);

/** Where a run's answers come from: the one field of such a name that is no free text. */
const SOURCES = new Set(["recording", "endpoint", "process", "docker", "embedded", "predictions", "file"]);

/** The same run with every text that comes from elsewhere being anything at all. */
export function hostile(run: AnyRun, text = HOSTILE): AnyRun {
  if (run.kind === "bench") return hostileRun(run, text);
  const changed: unknown = JSON.parse(JSON.stringify(run), (key, value) => {
    if (key === "environment") return { [text]: text };
    if (key === "operators") return { [text]: 1 };
    if (["reasons", "warnings", "notes", "command"].includes(key) && Array.isArray(value))
      return [text, text];
    return FREE_TEXT.has(key) && typeof value === "string" && !SOURCES.has(value) ? text : value;
  });
  return RUN_SCHEMAS[run.kind].parse(changed);
}
