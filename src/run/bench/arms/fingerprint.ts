import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { sha256 } from "../../../support/hash.ts";
import type { BenchArm } from "./open-arms.ts";

/** What a server says of itself. */
export interface Served {
  readonly model: string;
  readonly serverFacts: Readonly<Record<string, string>>;
}

/**
 * SHA-256 over what identifies a stack: its name, how the suite starts or reaches it, and what its server says of itself.
 * Answers that stand under another fingerprint are never taken for this stack's.
 */
export function serverFingerprint({ stack, entry, model: wanted, urls }: BenchArm, served: Served): string {
  return sha256(canonical({ stack, entry, wanted, urls, served }));
}

/** The same for answers from a file, by the file's content. */
export function textFingerprint({ stack }: BenchArm, text: string): string {
  return sha256(canonical({ stack, predictions: sha256(text) }));
}

export async function fileFingerprint({ stack }: BenchArm, path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return sha256(canonical({ stack, predictions: hash.digest("hex") }));
}

/** JSON with its keys in order, so that the order in a suite's file does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
