import { Buffer } from "node:buffer";
import type { DataRow, ImageSource, Message, Part } from "../../../contracts/benchmark.ts";
import type { RequestRest } from "../../../contracts/chat.ts";
import type { DataSet } from "../../../datasets/data-set.ts";
import { sampleFrames } from "../../../datasets/video-frames.ts";
import { type ResolvedPart, requestRest } from "../../../drivers/chat/request.ts";
import { FvalidateError } from "../../../support/errors.ts";
import type { BenchOptions, Task } from "../options.ts";

/** What a question's parts are read from. */
export interface RequestContext {
  readonly options: Pick<BenchOptions, "api" | "logprobs">;
  readonly task: Task;
  readonly row: DataRow;
  readonly dataSet: DataSet;
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
}

/** A question's exact bytes from behind the model's name on, pictures and frames read. */
export async function buildRequest(
  messages: readonly Message[],
  context: RequestContext,
): Promise<RequestRest> {
  const { options, task } = context;
  const { seed, extra, ...sampling } = task.sampling;
  const resolved = [];
  for (const { role, parts } of messages) resolved.push({ role, parts: await resolveParts(parts, context) });
  return requestRest({
    api: options.api,
    messages: resolved,
    sampling,
    seed: seed ?? null,
    ...(options.logprobs !== null && { topLogprobs: options.logprobs }),
    ...(extra !== undefined && { extra }),
  });
}

async function resolveParts(parts: readonly Part[], context: RequestContext): Promise<ResolvedPart[]> {
  const resolved: ResolvedPart[] = [];
  for (const part of parts) {
    if (part.kind === "text") resolved.push(part);
    else if (part.kind === "image") resolved.push(await pictureOf(part.image, context));
    else resolved.push(...(await framesOf(part, context)));
  }
  return resolved;
}

async function pictureOf(image: ImageSource, { dataSet, row }: RequestContext): Promise<ResolvedPart> {
  if ("bytes" in image) return { kind: "image", bytes: image.bytes };
  if ("base64" in image) return { kind: "image", bytes: Buffer.from(image.base64, "base64") };
  return { kind: "image", bytes: await dataSet.readFile(row, image.path) };
}

async function framesOf(
  { path, frames }: { path: string; frames: number },
  { dataSet, row, task, cacheFolder, signal }: RequestContext,
): Promise<ResolvedPart[]> {
  const file = await dataSet.localPath(row, path);
  if (file === null) {
    throw new FvalidateError("input", `${task.benchmark.name}: the video ${path} is not there.`, {
      hint: "Put the videos beside the questions, or have the stacks answer by a script and name its predictions.",
    });
  }
  const pictures = await sampleFrames(file, frames, { cacheFolder, signal });
  return pictures.map((bytes) => ({ kind: "image", bytes }));
}
