import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { canonicalJson } from "../../../support/canonical-json.ts";
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
  return sha256(canonicalJson({ stack, entry, wanted, urls, served }));
}

/** The same for answers from a file, by the file's content. */
export function textFingerprint({ stack }: BenchArm, text: string): string {
  return sha256(canonicalJson({ stack, predictions: sha256(text) }));
}

export async function fileFingerprint({ stack }: BenchArm, path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return sha256(canonicalJson({ stack, predictions: hash.digest("hex") }));
}
