import { readLines } from "../../../support/read-lines.ts";
import { type ArmContext, type Gatherings, openJournals, startProgress } from "./arm-context.ts";
import { fileFingerprint, textFingerprint } from "./fingerprint.ts";
import type { BenchArm } from "./open-arms.ts";
import { type PredictionsSource, takePredictions } from "./predictions.ts";

/** Takes a stack's answers from a file or from what its script wrote. */
export async function takeAnswers(
  arm: BenchArm,
  written: { readonly path: string } | { readonly text: string },
  context: ArmContext,
  gathered: Gatherings,
): Promise<void> {
  const { options, manifest, capsule } = context;
  const fingerprint =
    "path" in written ? await fileFingerprint(arm, written.path) : textFingerprint(arm, written.text);
  const journals = await openJournals(arm, fingerprint, context, gathered);
  const journal = journals[arm.role];
  if (journal === undefined) throw new RangeError(`no journal for ${arm.role}`);
  const unused = await takePredictions({
    source: "path" in written ? fileSource(written.path) : textSource(arm.stack, written.text),
    capsule,
    tasks: manifest.tasks,
    repeats: options.repeats,
    shard: options.shard,
    fingerprint,
    journal,
    onAnswer: startProgress(arm, context),
  });
  if (unused > 0) context.onNote(`${arm.stack}: ${unused} answers are to no question of this run.`);
  gathered.reports[arm.role] = {
    model: null,
    fingerprint,
    serverFacts: {},
    requests: 0,
    retries: 0,
    outages: 0,
    resumed: 0,
    askedMilliseconds: 0,
  };
}

function fileSource(path: string): PredictionsSource {
  return { name: path, lines: readLines(path) };
}

function textSource(stack: string, text: string): PredictionsSource {
  async function* lines() {
    for (const line of text.split("\n")) yield { text: line };
  }
  return { name: `${stack}'s answers`, lines: lines() };
}
