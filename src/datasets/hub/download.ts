import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { FvalidateError, systemCodeOf } from "../../support/errors.ts";
import { writing } from "../../support/write-file.ts";
import { hashesOf } from "../file-hash.ts";
import { HubFailure, interrupted, PassingFailure } from "./failure.ts";
import { type FetchTask, fetchRest } from "./fetch-rest.ts";
import { type PartFile, takePart } from "./part-file.ts";
import { withRetries } from "./retry.ts";

/** Left for others on the same disk. */
const SPARE_BYTES = 64 * 2 ** 20;

export interface Download extends FetchTask {
  /** Where the file is put, whole and checked. */
  readonly target: string;
  readonly retryMilliseconds: number;
}

/**
 * Downloads a file, going on with what an earlier attempt left.
 * @returns its SHA-256
 * @throws HubFailure; FvalidateError of kind `output` where it cannot be written
 */
export async function download(task: Download): Promise<string> {
  const { file, target, signal } = task;
  return writing(target, async () => {
    const part = await takePart(target);
    try {
      await requireRoom(target, file.bytes - (await part.bytes()));
      const sha256 = await fetchChecked(task, part);
      await part.finish();
      return sha256;
    } catch (error) {
      await part.leave();
      throw signal.aborted ? interrupted(`Downloading ${file.path}`) : withRoomHint(error, target);
    }
  });
}

/** A part that does not fit its hash may be of another day: it is fetched once more as a whole. */
async function fetchChecked(task: Download, part: PartFile): Promise<string> {
  const { file, signal } = task;
  for (let attempt = 0; ; attempt += 1) {
    await fetchWhole(task, part);
    const hashes = await hashesOf(part.path, { signal, gitBytes: file.bytes });
    const fits =
      (file.sha256 === null || file.sha256 === hashes.sha256) &&
      (file.gitSha1 === null || file.gitSha1 === hashes.gitSha1);
    if (fits) return hashes.sha256;
    await part.remove();
    if (attempt === 0) continue;
    throw new HubFailure("damaged", `${file.path} came twice with another content than its hash says.`, {
      hint: "Something between here and the hub changes files, or the hub's copy is damaged. Nothing was kept.",
    });
  }
}

async function fetchWhole(task: Download, part: PartFile): Promise<void> {
  const { file, signal, retryMilliseconds } = task;
  let before = await part.bytes();
  if (before > file.bytes) await part.remove();
  const hasProgressed = async () => {
    const [now, then] = [await part.bytes(), before];
    before = now;
    return now > then;
  };
  const attempt = async () => {
    if (file.bytes === 0 || (await part.bytes()) < file.bytes) await fetchRest(task, part);
    const received = await part.bytes();
    if (received === file.bytes) return;
    throw new PassingFailure(`${file.path} ended at byte ${received} of ${file.bytes}.`, null);
  };
  await withRetries(attempt, { what: `Downloading ${file.path}`, signal, retryMilliseconds, hasProgressed });
}

async function requireRoom(target: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(target));
  const free = bavail * bsize;
  if (free >= bytes + SPARE_BYTES) return;
  const [needed, there] = [bytes, free].map((count) => `${Math.ceil(count / 2 ** 20)} MiB`);
  throw noRoom(target, `${needed} are needed, ${there} are free`);
}

function withRoomHint(error: unknown, target: string): unknown {
  const code = systemCodeOf(error);
  return code === "ENOSPC" || code === "EDQUOT" ? noRoom(target, "the disk is full") : error;
}

function noRoom(target: string, reason: string): FvalidateError {
  return new FvalidateError("output", `There is no room for ${target}: ${reason}.`, {
    hint: "Make room, or name a cache folder on another disk with FVALIDATE_CACHE_PATH.",
  });
}
