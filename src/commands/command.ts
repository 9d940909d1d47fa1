import type { Parsed } from "./arguments.ts";

/** One flag, as yargs takes it. */
export interface Flag {
  readonly type: "string" | "number" | "boolean";
  readonly describe: string;
  /** A single letter for it. */
  readonly alias?: string;
  /** Whether it may be given more than once. */
  readonly repeatable?: boolean;
  /** Refuses a value before the command begins, by throwing an FvalidateError of kind `usage`. */
  readonly check?: (value: string) => void;
  /** Whether its variable is another command's. */
  readonly isTypedOnly?: boolean;
}

/** One command, loaded when it is called. */
export interface Command {
  readonly flags: Readonly<Record<string, Flag>>;
  /** Command lines to show in its help, each with what it does. */
  readonly examples?: readonly [line: string, what: string][];
  /** Does the work and returns the exit code. */
  run(parsed: Parsed): Promise<number>;
}

/** What the command line knows of a command before it is called. */
export interface CommandEntry {
  /** With its positional arguments, as yargs writes them. */
  readonly name: string;
  readonly describe: string;
  load(): Promise<Command>;
}
