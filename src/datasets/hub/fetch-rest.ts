import { createWriteStream } from "node:fs";
import { truncate } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { systemCodeOf } from "../../support/errors.ts";
import { reasonOf } from "../reason.ts";
import { HubFailure, PassingFailure } from "./failure.ts";
import { checked, type HttpClient, type HubResponse } from "./http-client.ts";
import type { RemoteFile } from "./hub.ts";
import type { PartFile } from "./part-file.ts";

export interface FetchTask {
  readonly client: HttpClient;
  readonly address: string;
  readonly file: RemoteFile;
  readonly signal: AbortSignal;
  onProgress(bytes: number, total: number, file: string): void;
  failureOf(status: number, headers: HubResponse["headers"], text: string): HubFailure;
}

/** Asks once for what a part lacks, and adds what comes. */
export async function fetchRest(task: FetchTask, part: PartFile): Promise<void> {
  const start = await part.bytes();
  const options = start === 0 ? {} : { headers: { range: `bytes=${start}-` } };
  const response = await task.client.get(task.address, options);
  const isContinued = await requireContent(task, part, response, start);
  // The server does not know ranges: it begins anew.
  if (!isContinued && start > 0) await truncate(part.path, 0);
  await append(task, part, response.body, isContinued ? start : 0);
}

/** @returns whether what comes begins where the part ends */
async function requireContent(
  { file, failureOf }: FetchTask,
  part: PartFile,
  { status, headers, body }: HubResponse,
  start: number,
): Promise<boolean> {
  if (status === 200) return false;
  const range = String(headers["content-range"] ?? "");
  if (status === 206 && range.toLowerCase().startsWith(`bytes ${start}-`)) return true;
  const text = await body.text();
  if (status !== 206 && status !== 416) throw checked(status, headers, failureOf(status, headers, text));
  // The part is not the beginning of what the server has.
  await part.remove();
  throw new PassingFailure(`${file.path} could not be gone on with at byte ${start}.`, 0);
}

async function append(
  { file, signal, onProgress }: FetchTask,
  part: PartFile,
  body: HubResponse["body"],
  start: number,
) {
  let received = start;
  const count = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > file.bytes)
        throw new HubFailure("damaged", `${file.path} is longer than its ${file.bytes} bytes.`);
      onProgress(received, file.bytes, file.path);
      yield chunk;
    }
  };
  try {
    await pipeline(body, count, createWriteStream(part.path, { flags: "a" }), { signal });
  } catch (error) {
    if (error instanceof HubFailure) await part.remove();
    if (error instanceof HubFailure || signal.aborted || isOfDisk(error)) throw error;
    const reason = `was cut off at byte ${received} of ${file.bytes}: ${reasonOf(error)}`;
    throw new PassingFailure(`${file.path} ${reason}.`, null, error);
  }
}

const DISK_ERRORS = new Set([
  "ENOSPC",
  "EDQUOT",
  "EACCES",
  "EPERM",
  "EROFS",
  "EFBIG",
  "EIO",
  "ENOENT",
  "EISDIR",
]);

/** A full disk does not empty itself. */
function isOfDisk(error: unknown): boolean {
  return DISK_ERRORS.has(systemCodeOf(error) ?? "");
}
