import { readFile, rm, writeFile } from "node:fs/promises";
import { FvalidateError, systemCodeOf } from "../../support/errors.ts";
import { writing } from "../../support/write-file.ts";

/**
 * Keeps other patches from a file while it is held. A lock whose process is gone is taken over.
 * @throws FvalidateError of kind `output` while another process holds it
 */
export async function lockFile(path: string): Promise<AsyncDisposable> {
  const lock = `${path}.fvalidate.lock`;
  if (!(await tryCreate(lock))) {
    const holder = Number(await readFile(lock, "utf8").catch(() => ""));
    if (isRunning(holder)) {
      throw new FvalidateError("output", `${path} is being patched by another run (process ${holder}).`, {
        hint: "Run again when it has ended.",
      });
    }
    await rm(lock, { force: true });
    if (!(await tryCreate(lock)))
      throw new FvalidateError("output", `${path} is being patched by another run.`);
  }
  return { [Symbol.asyncDispose]: () => rm(lock, { force: true }) };
}

function tryCreate(lock: string): Promise<boolean> {
  return writing(lock, async () => {
    try {
      await writeFile(lock, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      if (systemCodeOf(error) === "EEXIST") return false;
      throw error;
    }
  });
}

function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) === "EPERM";
  }
}
