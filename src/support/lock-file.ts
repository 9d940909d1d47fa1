import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { FvalidateError, systemCodeOf } from "./errors.ts";
import { writing } from "./write-file.ts";

/** Looking at a lock and taking it lasts milliseconds: what guards it for longer was left by a process that was killed. */
const GUARD_MILLISECONDS = 5_000;

/**
 * Keeps other processes of this machine out of a folder. A lock whose process is gone is taken over.
 *
 * @param what what is locked, for the message
 * @throws FvalidateError of kind `usage` while another process holds it, `output` where it cannot be written
 */
export async function lockFile(path: string, what: string): Promise<AsyncDisposable> {
  const guard = `${path}.guard`;
  await enter(guard);
  try {
    // Only one process at a time is here: between these two steps nobody else takes what was found to be free.
    await requireFree(path, what);
    await writing(path, () => writeFile(path, String(process.pid)));
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** A folder is made by one process alone. */
async function enter(guard: string): Promise<void> {
  for (;;) {
    try {
      await mkdir(guard);
      return;
    } catch (error) {
      if (systemCodeOf(error) !== "EEXIST") return writing(guard, () => Promise.reject(error));
    }
    const { mtimeMs } = await stat(guard).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > GUARD_MILLISECONDS) await rm(guard, { recursive: true, force: true });
    await pause(5);
  }
}

async function requireFree(path: string, what: string): Promise<void> {
  const holder = Number(await readFile(path, "utf8").catch(() => ""));
  if (!(holder > 0 && holder !== process.pid && isAlive(holder))) return;
  throw new FvalidateError("usage", `${what} is being worked on by process ${holder}.`, {
    hint: `Wait for it, or end it. If it is no fvalidate any more, delete ${path}.`,
  });
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) === "EPERM";
  }
}
