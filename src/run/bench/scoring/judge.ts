import { join } from "node:path";
import { z } from "zod";
import type { Json, Judging } from "../../../contracts/benchmark.ts";
import type { ChatOutcome } from "../../../contracts/chat.ts";
import type { ResolvedMessage } from "../../../drivers/chat/request.ts";
import { requestRest } from "../../../drivers/chat/request.ts";
import { type AppendFile, openAppendFile } from "../../../support/append-file.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { sha256 } from "../../../support/hash.ts";
import { readLines } from "../../../support/read-lines.ts";
import type { VerdictOf } from "./sample.ts";

const verdictSchema = z.object({ key: z.string(), verdict: z.number().nullable(), text: z.string() });

/** The line to a grader. */
export interface Grader {
  /** Its model: verdicts of another one are not taken. */
  readonly model: string;
  ask(rest: Uint8Array, signal: AbortSignal): Promise<ChatOutcome>;
}

/** Grades replies, each distinct one once: identical replies of both arms share their verdict. */
export interface Judge extends AsyncDisposable {
  readonly verdictOf: (benchmark: string) => VerdictOf;
  /**
   * Grades a reply unless it was graded before; a verdict is on disk before this resolves.
   * @throws FvalidateError of kind `stack` when the grader is gone for good
   */
  grade(request: {
    benchmark: string;
    judging: Judging;
    question: { readonly gold: Json };
    reply: string;
    signal: AbortSignal;
  }): Promise<void>;
}

/** Verdicts are kept in `journal/verdicts.jsonl`, so that a run that is resumed does not ask for them again. */
export async function openJudge(journalFolder: string, grader: Grader): Promise<Judge> {
  const path = join(journalFolder, "verdicts.jsonl");
  const { verdicts, size } = await readVerdicts(path);
  const file = await openAppendFile(path, size);
  const underWay = new Map<string, Promise<void>>();
  const keyOf = (benchmark: string, gold: Json, reply: string) =>
    sha256(JSON.stringify([grader.model, benchmark, gold, reply]));
  return {
    verdictOf:
      (benchmark) =>
      ({ gold }, reply) =>
        verdicts.get(keyOf(benchmark, gold, reply)) ?? null,
    grade({ benchmark, judging, question, reply, signal }) {
      const key = keyOf(benchmark, question.gold, reply);
      if (verdicts.has(key)) return Promise.resolve();
      const begun = underWay.get(key);
      if (begun !== undefined) return begun;
      const grading = gradeOnce({ grader, judging, question, reply, signal }).then(
        async ({ verdict, text }) => {
          await keep(file, { key, verdict, text });
          verdicts.set(key, verdict);
          underWay.delete(key);
        },
      );
      underWay.set(key, grading);
      return grading;
    },
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

async function keep(file: AppendFile, line: z.infer<typeof verdictSchema>): Promise<void> {
  await file.append(JSON.stringify(line));
}

async function gradeOnce(request: {
  grader: Grader;
  judging: Judging;
  question: { readonly gold: Json };
  reply: string;
  signal: AbortSignal;
}): Promise<{ verdict: number | null; text: string }> {
  const { grader, judging, question, reply, signal } = request;
  const messages = judging.messages(question, reply).map(textMessage);
  let text = "";
  for (let attempt = 0; attempt < judging.attempts; attempt += 1) {
    const rest = requestRest({ api: "chat", messages, sampling: judging.sampling(attempt), seed: null });
    const outcome = await grader.ask(rest, signal);
    text = outcome.state === "answered" ? outcome.reply.text : outcome.failure.message;
    const verdict = outcome.state === "answered" ? judging.parse(text) : null;
    if (verdict !== null) return { verdict, text };
  }
  return { verdict: null, text };
}

/** Graders are shown replies, which are text. */
function textMessage({ role, parts }: ReturnType<Judging["messages"]>[number]): ResolvedMessage {
  return {
    role,
    parts: parts.map((part) => ({ kind: "text", text: part.kind === "text" ? part.text : "" })),
  };
}

async function readVerdicts(path: string): Promise<{ verdicts: Map<string, number | null>; size: number }> {
  const verdicts = new Map<string, number | null>();
  let size = 0;
  try {
    for await (const line of readLines(path)) {
      if (!line.isEnded) break;
      const { key, verdict } = verdictSchema.parse(JSON.parse(line.text));
      // A grader that could not be read may be asked again.
      if (verdict !== null) verdicts.set(key, verdict);
      size = line.start + line.bytes + 1;
    }
  } catch (error) {
    if (isMissing(error)) return { verdicts, size: 0 };
    throw new FvalidateError("input", `${path} is not this run's file of verdicts.`, {
      hint: "Delete it: the grader is asked again.",
      cause: error,
    });
  }
  return { verdicts, size };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
