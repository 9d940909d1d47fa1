import { checked, readJsonLines } from "../files/json.ts";
import { type Logged, loggedSchema } from "./schema.ts";

/**
 * The lines of a task's log, by filter: where a task has several, each of them scores every question, all in one file
 * and in the filters' order, and no line says which filter it belongs to.
 */
export async function readLogged(path: string): Promise<Logged[][]> {
  const passes: Logged[][] = [];
  const times = new Map<string, number>();
  for await (const { value, place } of readJsonLines(path)) {
    const logged = checked(loggedSchema, value, place);
    const pass = times.get(String(logged.doc_id)) ?? 0;
    times.set(String(logged.doc_id), pass + 1);
    const lines = passes[pass] ?? [];
    lines.push(logged);
    passes[pass] = lines;
  }
  return passes;
}
