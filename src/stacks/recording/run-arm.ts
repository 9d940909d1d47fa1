import { join } from "node:path";
import { readRun } from "../../contracts/read-run.ts";
import type { Arm } from "../../contracts/run-parts.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import type { OpenStack } from "../../contracts/stack.ts";
import { FvalidateError } from "../../support/errors.ts";
import { answeredOf } from "./answered.ts";
import { recordingFiles } from "./files.ts";
import type { RunArm, RunForm } from "./form.ts";
import type { RecordedAnswers } from "./manifest.ts";
import { type RunTensors, readRunTensors } from "./run-tensors.ts";
import { recordingSession } from "./session.ts";

/**
 * One arm of a finished run as a recording that brings its requests along.
 * @throws FvalidateError of kind `input` for a folder that holds no whole run, or parts of two; of kind `suite` for an
 *   arm that the run did not have
 */
export async function openRunArm({ run: folder, arm }: RunForm): Promise<OpenStack> {
  const run = await readRun(join(folder, "run.json"));
  if (run.kind !== "pi0") {
    throw new FvalidateError(
      "input",
      `The run ${run.id} in ${folder} is of the kind ${run.kind}: it holds no actions.`,
    );
  }
  const sha256 = replayableCapsule(run, folder);
  const tensors = await readRunTensors(join(folder, "tensors"));
  requireOneRun({ folder, run, tensors });
  const answers = answersOf(tensors, { folder, arm });
  const files = recordingFiles(join(folder, "tensors"), tensors.files);
  await files.checkAll();
  const session = recordingSession(answers, files);
  const { environment, evidence } = describeArm(run, arm);
  return {
    source: "recording",
    environment,
    channel: {
      kind: "recording",
      session,
      recorded: {
        title: `the run ${run.id} of ${run.createdAt.slice(0, 10)}`,
        observations: tensors.observations,
        ...(await answeredOf(answers, files)),
        asked: { kind: "capsule", folder: join(folder, "capsule"), sha256 },
      },
    },
    evidence: async () => ({ ...evidence, summary: `Recorded with the run ${run.id}: ${evidence.summary}` }),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

/** @returns the SHA-256 of the capsule that the run asked with */
function replayableCapsule({ id, status, capsule }: RunResult, folder: string): string {
  if (status !== "complete") {
    throw new FvalidateError("input", `The run ${id} in ${folder} cannot be replayed: it is ${status}.`, {
      hint: "Only a run that asked all of its questions is a recording: run it again.",
    });
  }
  if (capsule.sha256 !== null) return capsule.sha256;
  throw new FvalidateError("input", `The run ${id} in ${folder} holds no requests: it replayed recordings.`, {
    hint: "Name those recordings themselves, by `recording` and `entry`.",
  });
}

function requireOneRun(of: { folder: string; run: RunResult; tensors: RunTensors }): void {
  const { folder, run, tensors } = of;
  const facts = [
    ["run", run.id, tensors.run],
    ["capsule", run.capsule.sha256, tensors.capsuleSha256],
    ["number of observations", run.capsule.observations, tensors.observations],
  ] as const;
  const differs = facts.find(([, inRun, inTensors]) => inRun !== inTensors);
  if (differs === undefined) return;
  const [what, inRun, inTensors] = differs;
  throw new FvalidateError(
    "input",
    `${folder} holds parts of two runs: the ${what} is ${inRun} in run.json and ${inTensors} in tensors/.`,
    { hint: "Take the run's folder as fvalidate wrote it." },
  );
}

function answersOf({ arms }: RunTensors, { folder, arm }: { folder: string; arm: RunArm }): RecordedAnswers {
  const answers = arms[arm];
  if (answers !== undefined) return answers;
  throw new FvalidateError("suite", `The run in ${folder} had no golden stack.`, {
    hint: "Its arms: baseline, candidate.",
  });
}

function describeArm(run: RunResult, arm: RunArm): Pick<Arm, "environment" | "evidence"> {
  const replayed = (stack: string) => ({ replayed: `${stack}, the ${arm} of the run ${run.id}` });
  if (arm !== "golden") {
    const { environment, evidence, stack } = run[arm];
    return { environment: { ...environment, ...replayed(stack) }, evidence };
  }
  const stack = run.metrics === null ? "golden" : (run.golden?.stack ?? "golden");
  const summary = "a golden stack is asked for no evidence.";
  return { environment: replayed(stack), evidence: { status: "not applicable", summary } };
}
