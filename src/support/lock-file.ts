import { open, readFile, rm } from "node:fs/promises";
import { FvalidateError, systemCodeOf } from "./errors.ts";
import { writing } from "./write-file.ts";

/**
 * Keeps other processes of this machine out of a folder. A lock whose process is gone is taken over.
 *
 * @param what what is locked, for the message
 * @throws FvalidateError of kind `usage` while another process holds it
 */
export async function lockFile(path: string, what: string): Promise<AsyncDisposable> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const file = await open(path, "wx");
      await writing(path, () => file.writeFile(String(process.pid)));
      await file.close();
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    } catch (error) {
      if (systemCodeOf(error) !== "EEXIST" || attempt > 2) throw error;
      await removeIfStale(path, what);
    }
  }
}

async function removeIfStale(path: string, what: string): Promise<void> {
  const holder = Number(await readFile(path, "utf8").catch(() => ""));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new FvalidateError("usage", `${what} is being worked on by process ${holder}.`, {
      hint: `Wait for it, or end it. If it is no fvalidate any more, delete ${path}.`,
    });
  }
  await rm(path, { force: true });
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) === "EPERM";
  }
}
