import { z } from "zod";
import type { FileEdit } from "./file-edit.ts";
import { type PlaceFiles, placeSpecSchema } from "./place.ts";
import type { Evidence } from "./run-parts.ts";

/** What has to be undone should this process be killed: enough for another one to do it. */
export const leftoversSchema = z.strictObject({
  token: z.string().regex(/^[0-9a-f]{12}$/),
  stack: z.string(),
  /** Where its processes run. */
  place: placeSpecSchema,
  /** A container that this tool made, and that goes with the stack. */
  ownContainer: z.boolean(),
  port: z.number().nullable(),
});
export type Leftovers = z.infer<typeof leftoversSchema>;

/** One command of a stack's life, for `--dry-run`. */
export interface LifeStep {
  readonly phase:
    | "check"
    | "create"
    | "edit"
    | "start"
    | "ready"
    | "evidence"
    | "stop"
    | "restore"
    | "remove";
  readonly purpose: string;
  /** As a shell takes it; `null` for what this process does itself. */
  readonly command: string | null;
}

/**
 * A stack that this tool starts and stops, in the order of these methods: check → create → (edits) → start → ready →
 * (questions) → gather → stop → (edits undone) → remove. The part in parentheses is the run's.
 */
export interface StackLife {
  readonly leftovers: Leftovers;
  /** Its place in words. */
  readonly where: string;
  readonly edits: readonly FileEdit[];
  readonly files: PlaceFiles;
  /** The Python that checks edited sources. */
  readonly python: string;
  /** The path there of the noise that edited models read. */
  readonly noiseFile: string;
  /** Every command in order. */
  steps(): LifeStep[];
  /** @throws FvalidateError of kind `stack`: the port is taken, the image or a file is not there */
  check(signal: AbortSignal): Promise<void>;
  create(signal: AbortSignal): Promise<void>;
  /** @param noise what edited models find in their noise file */
  start(signal: AbortSignal, noise: Uint8Array | null): Promise<void>;
  /** Has edited models take another noise from the next request on. */
  setNoise(noise: Uint8Array): Promise<void>;
  /** @returns milliseconds until it was ready */
  untilReady(signal: AbortSignal): Promise<number>;
  /**
   * What a script wrote, as text of JSON lines; `null` for servers.
   * @throws FvalidateError of kind `stack` when the file is not there or as it was before the start
   */
  predictions(): Promise<string | null>;
  /** Collects evidence and versions while the server is up. */
  gather(): Promise<void>;
  /** Ends the server's processes; safe to call at any time, and again. */
  stop(): Promise<void>;
  /** Removes what was made for this stack: its container, its work folder. */
  remove(): Promise<void>;
}

/** What a life's `gather` found. */
export interface Gathered {
  readonly environment: Readonly<Record<string, string>>;
  readonly evidence: Evidence;
}
