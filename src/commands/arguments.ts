import { FvalidateError } from "../support/errors.ts";
import type { Flag } from "./command.ts";

/** What yargs made of the command line: every flag by its name, absent ones left out. */
export type Parsed = Readonly<Record<string, unknown>>;

/**
 * The flags with those that were not given taken from the environment: `--max-mape` from `FVALIDATE_MAX_MAPE`.
 * Variables that are no flag of this command are left alone.
 *
 * @throws FvalidateError of kind `usage` for a flag that was given twice, and for a value that its check refuses
 */
export function withEnvironment(
  parsed: Parsed,
  flags: Readonly<Record<string, Omit<Flag, "describe">>>,
): Parsed {
  const twice = Object.entries(flags).find(
    ([flag, { repeatable }]) => repeatable !== true && Array.isArray(parsed[flag]),
  );
  if (twice !== undefined) throw new FvalidateError("usage", `--${twice[0]} was given more than once.`);
  const found = Object.entries(flags).flatMap(([flag, { type, isTypedOnly = false }]) => {
    const value = process.env[environmentName(flag)];
    if (isTypedOnly || parsed[flag] !== undefined || value === undefined) return [];
    return [[flag, fromEnvironment(value, type)]];
  });
  const all: Parsed = { ...parsed, ...Object.fromEntries(found) };
  for (const [flag, { check }] of Object.entries(flags)) {
    const value = all[flag];
    if (check !== undefined && typeof value === "string") check(value);
  }
  return all;
}

/** The variable that stands for a flag which was not given. */
export function environmentName(flag: string): string {
  return `FVALIDATE_${flag.replaceAll("-", "_").toUpperCase()}`;
}

function fromEnvironment(value: string, type: string): string | number | boolean {
  if (type === "number") return value.trim() === "" ? Number.NaN : Number(value);
  return type === "boolean" ? ["1", "true", "yes", "on"].includes(value.toLowerCase()) : value;
}

/** A text flag, or `null` where it was not given. */
export function text(parsed: Parsed, flag: string): string | null {
  const value = parsed[flag];
  if (value === undefined) return null;
  if (typeof value === "string" && value !== "") return value;
  throw new FvalidateError("usage", `--${flag} needs a value.`);
}

/** The values of a flag that may be given more than once; none where it was not given. */
export function texts(parsed: Parsed, flag: string): string[] {
  const values = [parsed[flag] ?? []].flat();
  return values.map((value) => {
    if (typeof value === "string" && value !== "") return value;
    throw new FvalidateError("usage", `--${flag} needs a value.`);
  });
}

/** A text flag that must be there. */
export function requiredText(parsed: Parsed, flag: string): string {
  const value = text(parsed, flag);
  if (value !== null) return value;
  throw new FvalidateError("usage", `--${flag} is missing.`, { hint: "See fvalidate pi0 --help." });
}

/** Whether it was typed: a variable may be there for another command. */
export function isOnCommandLine(parsed: Parsed, flag: string): boolean {
  const fromEnvironment = process.env[environmentName(flag)] !== undefined;
  return parsed[flag] !== undefined && parsed[flag] !== false && !fromEnvironment;
}

export function isSet(parsed: Parsed, flag: string): boolean {
  return parsed[flag] === true;
}

/** A number within bounds, or `null` where the flag was not given. */
export function numberFlag(
  parsed: Parsed,
  flag: string,
  bounds: { minimum: number; maximum?: number },
): number | null {
  const value = parsed[flag];
  if (value === undefined) return null;
  const { minimum, maximum = Number.MAX_VALUE } = bounds;
  if (typeof value === "number" && value >= minimum && value <= maximum) return value;
  const range = bounds.maximum === undefined ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new FvalidateError("usage", `--${flag} takes a number ${range}, not ${String(value)}.`);
}

/** A whole number of at least `minimum`, or `null` where the flag was not given. */
export function integerFlag(parsed: Parsed, flag: string, minimum: number): number | null {
  const value = parsed[flag];
  if (value === undefined) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= minimum) return value;
  throw new FvalidateError(
    "usage",
    `--${flag} takes a whole number of at least ${minimum}, not ${String(value)}.`,
  );
}

/** One of the allowed words, or `null` where the flag was not given. */
export function choice<Name extends string>(
  parsed: Parsed,
  flag: string,
  allowed: readonly Name[],
): Name | null {
  const value = text(parsed, flag);
  if (value === null) return null;
  const found = allowed.find((name) => name === value);
  if (found !== undefined) return found;
  throw new FvalidateError("usage", `--${flag} takes ${allowed.join(", ")}, not ${value}.`);
}
