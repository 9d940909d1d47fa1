import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { profileNamed } from "../../../src/drivers/index.ts";
import type { CapsuleRequest } from "../../../src/run/capsule/index.ts";
import { FvalidateError } from "../../../src/support/errors.ts";

/** A folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fvalidate-capsule-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A small capsule's request. */
export function requestFor(folder: string, changes: Partial<CapsuleRequest> = {}): CapsuleRequest {
  const profile = changes.profile ?? profileNamed("flagscale-g1");
  return {
    seed: 42,
    profile,
    chunk: 10,
    actionDimensions: 32,
    stateDimensions: profile.stateDimensions,
    folder,
    signal: new AbortController().signal,
    ...changes,
  };
}

/** The error that a promise is refused with. */
export async function failureOf(promise: Promise<unknown>): Promise<FvalidateError> {
  const thrown = await promise.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
  if (thrown instanceof FvalidateError) return thrown;
  throw new Error(`not an FvalidateError: ${String(thrown)}`, { cause: thrown });
}
