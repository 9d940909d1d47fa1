import { join } from "node:path";
import type { RequestRest } from "../../../contracts/chat.ts";
import { openChatClient } from "../../../drivers/chat/client.ts";
import type { ChatClient } from "../../../drivers/chat/options.ts";
import type { FrozenQuestion } from "../capsule/frozen-question.ts";
import { restorePictures } from "../capsule/pictures.ts";
import { IMAGES_FOLDER } from "../capsule/questions.ts";
import {
  type ArmContext,
  type ArmReport,
  type Gatherings,
  openJournals,
  passesFor,
  startProgress,
} from "./arm-context.ts";
import { askAll } from "./ask.ts";
import { serverFingerprint } from "./fingerprint.ts";
import type { BenchArm, BenchRole } from "./open-arms.ts";
import type { Pass } from "./plan.ts";

/**
 * Asks a server everything.
 * @param onOutage called when the server is gone: `true` where it was brought back
 * @throws FvalidateError of kind `stack` when the server is gone for good
 */
export async function askServer(
  arm: BenchArm,
  context: ArmContext,
  gathered: Gatherings,
  onOutage?: (message: string) => Promise<boolean>,
): Promise<void> {
  const { options } = context;
  await using client = await openChatClient(
    {
      urls: arm.urls,
      model: arm.model,
      api: options.api,
      apiKey: apiKeyOf(arm.role),
      concurrency: options.concurrency,
      timeoutMilliseconds: options.timeoutMilliseconds,
      maxRetries: options.maxRetries,
      outageMilliseconds: options.outageMilliseconds,
      ...(onOutage !== undefined && { onOutage }),
      say: (line) => context.onNote(`${arm.stack}: ${line}`),
    },
    context.signal,
  );
  const fingerprint = serverFingerprint(arm, client);
  const journals = await openJournals(arm, fingerprint, context, gathered);
  const startedAt = performance.now();
  const progress = startProgress(arm, context);
  try {
    await askAll({
      capsule: context.capsule,
      passes: passesFor(arm, context),
      shard: options.shard,
      journals,
      fingerprint,
      concurrency: options.concurrency,
      retryErrors: options.retryErrors,
      signal: context.signal,
      bodyOf: (question, pass) => bodyOf(question, pass, context),
      ask: (body, signal) => client.ask(body, signal),
      onAnswer: progress,
    });
  } finally {
    gathered.reports[arm.role] = reportOf(client, {
      fingerprint,
      resumed: Object.values(journals).reduce((sum, journal) => sum + journal.resumed, 0),
      askedMilliseconds: performance.now() - startedAt,
    });
  }
}

/** The baseline's second run is asked by itself; all others share their bodies with the other arm. */
function bodyOf(question: FrozenQuestion, pass: Pass, { capsule, bodies }: ArmContext): Promise<RequestRest> {
  const build = () => restorePictures(question.request, join(capsule, IMAGES_FOLDER));
  if (pass.journal === "baseline-repeat") return build();
  return bodies.take(`${question.benchmark} ${pass.repeat} ${question.id}`, build);
}

function reportOf(
  client: ChatClient,
  asked: { fingerprint: string; resumed: number; askedMilliseconds: number },
): ArmReport {
  const { model, serverFacts, counters } = client;
  return {
    model,
    serverFacts,
    requests: counters.requests,
    retries: counters.retries,
    outages: counters.outages,
    ...asked,
  };
}

/** From the environment alone, so that no key stands in a suite, a command line or a report. */
function apiKeyOf(role: BenchRole): string | null {
  return process.env[`FVALIDATE_${role.toUpperCase()}_API_KEY`] ?? process.env["OPENAI_API_KEY"] ?? null;
}
