import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The dump of one process in one step: a folder with a `dump.json`. */
export interface MsprobeFolder {
  readonly path: string;
  /** What stands before the names of its tensors: empty, or with `/` at its end. */
  readonly prefix: string;
}

/** `step0/rank0`; a process that is no rank is `proc` and its id, which is another one in each run. */
const STEP = /^step(\d+)$/;
const PROCESS = /^(rank|proc)(\d*)$/;
const GRAPH_AND_PYNATIVE = "pynative_mode";

/**
 * The dumps in a folder of msprobe's, by step and then by rank. It may be that of one process, of a step, or the one that
 * was named as `dump_path`.
 *
 * @returns empty where the folder is none of msprobe's
 */
export async function msprobeFolders(path: string): Promise<MsprobeFolder[]> {
  const names = await namesIn(path);
  if (names.files.includes("dump.json") || names.files.includes("debug.json")) return [{ path, prefix: "" }];
  if (names.folders.includes(GRAPH_AND_PYNATIVE)) return msprobeFolders(join(path, GRAPH_AND_PYNATIVE));
  const steps = numbered(names.folders, STEP);
  if (steps.length === 0) return processesIn(path, "");
  const found: MsprobeFolder[] = [];
  for (const { name } of steps) found.push(...(await processesIn(join(path, name), `${name}/`)));
  return found;
}

/** A single process needs no name; several are ranks by their numbers, or by their order where they have none. */
async function processesIn(path: string, prefix: string): Promise<MsprobeFolder[]> {
  const processes: string[] = [];
  for (const { name } of numbered((await namesIn(path)).folders, PROCESS)) {
    const { files } = await namesIn(join(path, name));
    if (files.includes("dump.json") || files.includes("debug.json")) processes.push(name);
  }
  return processes.map((name, index) => {
    const called = name.startsWith("proc") ? `proc[${index}]/` : `${name}/`;
    return { path: join(path, name), prefix: processes.length === 1 ? prefix : prefix + called };
  });
}

async function namesIn(path: string): Promise<{ files: string[]; folders: string[] }> {
  const entries = await readdir(path, { withFileTypes: true });
  const [folders, files] = [true, false].map((folder) =>
    entries.filter((entry) => entry.isDirectory() === folder).map(({ name }) => name),
  );
  return { files: files ?? [], folders: folders ?? [] };
}

/** Those that a pattern fits, by the number at their end. */
function numbered(names: readonly string[], pattern: RegExp): { name: string; number: number }[] {
  return names
    .flatMap((name) => {
      const digits = pattern.exec(name)?.at(-1);
      return digits === undefined ? [] : [{ name, number: Number(digits) }];
    })
    .toSorted((one, other) => one.number - other.number);
}
