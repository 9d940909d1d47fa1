import { join } from "node:path";
import { readLines } from "../../support/read-lines.ts";
import { parseFrozenQuestion } from "../bench/capsule/frozen-question.ts";
import { QUESTIONS_FILE } from "../bench/capsule/questions.ts";

/** Which questions belong together, by benchmark and id; `null` where the run kept no questions. */
export async function readClusters(folder: string): Promise<ReadonlyMap<string, string> | null> {
  const clusters = new Map<string, string>();
  try {
    for await (const { text } of readLines(join(folder, "capsule", QUESTIONS_FILE))) {
      const { benchmark, id, cluster } = parseFrozenQuestion(text);
      if (cluster !== null) clusters.set(clusterKey(benchmark, id), cluster);
    }
    return clusters;
  } catch {
    return null;
  }
}

export function clusterKey(benchmark: string, id: string): string {
  return JSON.stringify([benchmark, id]);
}
