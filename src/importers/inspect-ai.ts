import { basename } from "node:path";
import type { Importer } from "../contracts/harness-output.ts";
import { FvalidateError } from "../support/errors.ts";
import { locateLogs } from "./inspect-ai/locate.ts";
import { readHeader, readLog } from "./inspect-ai/read-log.ts";
import { tasksOf } from "./inspect-ai/tasks.ts";

/**
 * The format was taken from logs of versions 0.3.285 (members packed by Zstandard) and 0.3.110 (by Deflate), in
 * `fixtures/outputs/inspect-ai`, and from its source.
 */
export const inspectAi: Importer = {
  name: "inspect_ai",
  description: "logs <time>_<task>_<id>.eval or .json, one or a folder of them",

  async recognises(path) {
    return (await locateLogs(path).catch(() => [])).length > 0;
  },

  async read(path) {
    const paths = await locateLogs(path);
    if (paths.length === 0) throw new FvalidateError("input", `${path} holds no log of inspect_ai.`);
    const { newest, notes } = await newestLogs(paths);
    const read = [];
    for (const log of newest) read.push(await readLog(log));
    const [first] = read;
    const tasks = read.map(tasksOf);
    return {
      harness: inspectAi.name,
      version: first?.header.eval.packages?.["inspect_ai"] ?? null,
      model: first?.header.eval.model ?? null,
      environment: { ...first?.header.eval.packages },
      tasks: tasks.flatMap((one) => one.tasks),
      notes: [...notes, ...tasks.flatMap((one) => one.notes)],
    };
  },
};

/** The newest log of each task. @throws FvalidateError of kind `input` where there are several models */
async function newestLogs(paths: readonly string[]): Promise<{ newest: string[]; notes: string[] }> {
  const newest = new Map<string, { path: string; created: string }>();
  const models = new Set<string>();
  const notes: string[] = [];
  for (const path of paths) {
    const { eval: spec } = await readHeader(path);
    models.add(spec.model);
    const other = newest.get(spec.task);
    const isLater = other === undefined || Date.parse(spec.created) >= Date.parse(other.created);
    if (other !== undefined)
      notes.push(`there is a newer log of ${spec.task} than ${basename(isLater ? other.path : path)}`);
    if (isLater) newest.set(spec.task, { path, created: spec.created });
  }
  if (models.size > 1)
    throw new FvalidateError("input", `There are logs of several models: ${[...models].join(", ")}.`, {
      hint: "Name the log of one model.",
    });
  return { newest: [...newest.values()].map(({ path }) => path), notes };
}
