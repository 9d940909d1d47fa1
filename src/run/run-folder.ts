import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ResultKind } from "../contracts/any-run.ts";
import { systemCodeOf } from "../support/errors.ts";
import { writing } from "../support/write-file.ts";

export interface RunFolder {
  readonly id: string;
  readonly path: string;
}

/**
 * Makes the folder of a new run: `<kind>-<date>-<time>-<baseline>-<candidate>`, with a number behind it where another
 * run began in the same second.
 * @throws FvalidateError of kind `output` when it cannot be made.
 */
export async function makeRunFolder(
  outputPath: string,
  { kind, name, startedAt }: { kind: ResultKind; name: string; startedAt: Date },
): Promise<RunFolder> {
  const time = startedAt.toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
  await writing(outputPath, () => mkdir(outputPath, { recursive: true }));
  for (let attempt = 1; ; attempt += 1) {
    const id = `${kind}-${time}-${name}${attempt === 1 ? "" : `-${attempt}`}`;
    const path = join(outputPath, id);
    if (await writing(path, () => madeNew(path))) return { id, path };
  }
}

async function madeNew(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === "EEXIST") return false;
    throw error;
  }
}
