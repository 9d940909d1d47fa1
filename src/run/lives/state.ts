import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { leftoversSchema } from "../../contracts/stack-life.ts";
import { FvalidateError, systemCodeOf } from "../../support/errors.ts";
import { writeWhole } from "../../support/write-file.ts";

const ownerSchema = z.strictObject({
  process: z.int(),
  /** When that process began, so that a number used again is not taken for it. */
  began: z.string(),
  machine: z.string(),
  /** After the machine has started anew, no process of before is left. */
  boot: z.string(),
});

const editedSchema = z.strictObject({
  /** Absolute, in the stack's place. */
  file: z.string(),
  /** Where its own bytes are; `null` for a file that was not there before. */
  backup: z.string().nullable(),
  /** SHA-256 of what was written. */
  written: z.string(),
});
export type Edited = z.infer<typeof editedSchema>;

const stateSchema = z.strictObject({
  schema: z.literal("fvalidate.state/1"),
  owner: ownerSchema,
  leftovers: leftoversSchema,
  edited: z.array(editedSchema),
});
/** One started stack, as another process needs it to undo what a killed one left. */
export type State = z.infer<typeof stateSchema>;

/** Where the states of all runs of this user are. */
export function stateFolder(): string {
  const base = process.env["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
  return process.env["FVALIDATE_STATE_PATH"] || join(base, "fvalidate");
}

const fileOf = (token: string) => join(stateFolder(), `${token}.json`);

/** Notes a stack before anything is done for it, and again before each edit. */
export async function writeState(state: Omit<State, "schema" | "owner">): Promise<void> {
  const content: State = { schema: "fvalidate.state/1", owner: thisProcess(), ...state };
  await writeWhole(fileOf(state.leftovers.token), `${JSON.stringify(content, null, 2)}\n`);
}

/** Forgets a stack of which nothing is left. */
export async function forgetState(token: string): Promise<void> {
  await rm(fileOf(token), { force: true });
}

/** The noted stacks, of living runs and of dead ones, and what is in their folder without being a state. */
export async function readStates(): Promise<{ states: State[]; unreadable: FvalidateError[] }> {
  const names = await readdir(stateFolder()).catch((error: unknown) => {
    if (systemCodeOf(error) === "ENOENT") return [];
    throw error;
  });
  const read = await Promise.all(
    names.filter((name) => name.endsWith(".json")).map((name) => readState(name).catch(asUnreadable)),
  );
  return {
    states: read.filter((found): found is State => !(found instanceof FvalidateError)),
    unreadable: read.filter((found): found is FvalidateError => found instanceof FvalidateError),
  };
}

/** One file that cannot be read must not keep others from being undone, nor a run from running. */
function asUnreadable(error: unknown): FvalidateError {
  if (error instanceof FvalidateError) return error;
  throw error;
}

async function readState(name: string): Promise<State> {
  const file = join(stateFolder(), name);
  try {
    return stateSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new FvalidateError("input", `${file} is not a state of this version of fvalidate.`, {
      hint: "It tells what a killed run left behind: see to that by hand, then remove the file.",
      cause: error,
    });
  }
}

/** Whether the run that noted a state still lives; one of another machine is taken to live. */
export function isOwned({ owner }: State): boolean {
  if (owner.machine !== hostname()) return true;
  return owner.boot === bootId() && beginOf(owner.process) === owner.began;
}

function thisProcess(): State["owner"] {
  return {
    process: process.pid,
    began: beginOf(process.pid) ?? FALLBACK,
    machine: hostname(),
    boot: bootId(),
  };
}

/** Where there is no /proc, a process is told from another of its number by nothing but its life. */
const FALLBACK = "unknown";

function beginOf(id: number): string | null {
  if (!existsSync("/proc/self/stat")) return isAlive(id) ? FALLBACK : null;
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) === "EPERM";
  }
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return FALLBACK;
  }
}
