import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { checked, isRecord, readJsonLines } from "../files/json.ts";
import { type LoggedSample, sampleSchema } from "./schema.ts";

/** The samples of one task, by the filter whose answers were scored; `""` where the lines name none. */
export async function samplesByFilter(path: string): Promise<Map<string, LoggedSample[]>> {
  const filters = new Map<string, LoggedSample[]>();
  for await (const { value, place } of readJsonLines(path)) {
    const sample = checked(sampleSchema, value, place);
    const filter = sample.filter ?? "";
    const samples = filters.get(filter) ?? [];
    samples.push(sample);
    filters.set(filter, samples);
  }
  if (filters.size === 0) throw new FvalidateError("input", `${path} holds no samples.`);
  return filters;
}

/**
 * SHA-256 of the row, its gold answer and what was sent, but for the settings of the sampling.
 *
 * The harness writes hashes of its own: `doc_hash` over the row as JSON, `prompt_hash` over the first request's context,
 * `target_hash` over the gold answer. A row with a picture is hashed with the picture's address in memory, which differs
 * in every run, and the choices of a multiple-choice question are in none of them; so they are taken only where the log
 * does not hold what they were made of.
 */
export function contentHash(sample: LoggedSample): string | null {
  if (sample.doc !== undefined && sample.doc !== null) {
    const content = JSON.stringify([sample.doc, sample.target, askedOf(sample)]);
    return sha256(content.replace(/ at 0x[0-9a-f]+>/g, ">"));
  }
  const { doc_hash, prompt_hash, target_hash } = sample;
  if (doc_hash === undefined || prompt_hash === undefined || target_hash === undefined) return null;
  return sha256(doc_hash + prompt_hash + target_hash);
}

/** Contexts and continuations of all requests; an object among the arguments holds the sampling. */
function askedOf({ arguments: requests }: LoggedSample): unknown {
  if (!isRecord(requests)) return requests;
  return Object.values(requests).map((request) =>
    isRecord(request) ? Object.values(request).filter((argument) => !isSampling(argument)) : request,
  );
}

function isSampling(argument: unknown): boolean {
  return isRecord(argument) && !Object.hasOwn(argument, "visual");
}
