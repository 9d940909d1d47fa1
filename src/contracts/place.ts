import { z } from "zod";

/** Where a stack's commands run, in a form that a state file can hold. */
export const placeSpecSchema = z.strictObject({
  /** `user@host` or `user@host:port`, as the system's ssh and the user's own configuration know it. */
  ssh: z.string().nullable(),
  /** A running container's name, on that machine. */
  container: z.string().nullable(),
});
export type PlaceSpec = z.infer<typeof placeSpecSchema>;

/** Files of a place: this machine's, another's, or a container's. */
export interface PlaceFiles {
  /** The file itself: absolute, symbolic links resolved. `path` is relative to the stack's folder, or begins with `~/`. */
  resolve(path: string): Promise<string>;
  /** The file's bytes, or `null` where there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /** Sets a copy aside, with mode, owner and times; refuses where there is one already. */
  setAside(path: string, backup: string): Promise<void>;
  /** Replaces a file's bytes at once, keeping its mode and owner, or makes it. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Puts one file in another's place. */
  move(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** What Python there says against a source, or `null`; `null` too where there is no such Python. */
  compileProblem(python: string, source: Uint8Array, name: string): Promise<string | null>;
}
