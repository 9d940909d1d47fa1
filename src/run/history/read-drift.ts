import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { DRIFT_SCHEMA, type DriftResult } from "../../contracts/drift.ts";
import { VERDICTS } from "../../contracts/verdict.ts";
import { systemCodeOf } from "../../support/errors.ts";
import { DRIFT_FILE } from "./record-run.ts";

const summary = z.object({
  schema: z.literal(DRIFT_SCHEMA),
  run: z.object({ id: z.string() }),
  verdict: z.enum(VERDICTS).nullable(),
  headline: z.string(),
  reasons: z.array(z.string()),
  notes: z.array(z.string()),
});

/** What reports show of the drift gate. */
export type DriftInFolder = Pick<DriftResult, "verdict" | "headline" | "reasons" | "notes">;

/**
 * What the drift gate wrote into a run's folder.
 * @param runId another run's findings are none of this one's
 * @returns `null` where there is nothing that this version can read
 */
export async function readDrift(folder: string, runId: string): Promise<DriftInFolder | null> {
  const text = await readFile(join(folder, DRIFT_FILE), "utf8").catch((error: unknown) => {
    if (systemCodeOf(error) !== undefined) return null;
    throw error;
  });
  if (text === null) return null;
  const found = summary.safeParse(parsedOrNull(text));
  return found.success && found.data.run.id === runId ? found.data : null;
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
