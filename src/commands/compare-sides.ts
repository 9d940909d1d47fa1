import { FvalidateError } from "../support/errors.ts";
import { type Parsed, requiredText, text } from "./arguments.ts";

export interface CompareSides {
  readonly baseline: string;
  readonly candidate: string;
}

/** @throws FvalidateError of kind `usage` where only one is named */
export function compareSides(parsed: Parsed): CompareSides {
  const candidate = text(parsed, "candidate");
  if (candidate !== null) return { baseline: requiredText(parsed, "baseline"), candidate };
  throw new FvalidateError("usage", "The candidate is missing: fvalidate compare BASELINE CANDIDATE.", {
    hint: "Both are files or folders of tensors, or outputs of harnesses; --card FILE.md takes the place of one.",
  });
}

/** What was asked for, without where it was written: the same comparison has the same command line. */
export function compareCommandLine(parsed: Parsed, flags: readonly string[]): string[] {
  const given = flags.flatMap((flag) => {
    const value = parsed[flag];
    if (value === undefined || value === false) return [];
    if (value === true) return [`--${flag}`];
    return [value].flat().flatMap((one) => [`--${flag}`, String(one)]);
  });
  const sides = ["baseline", "candidate"].flatMap((side) => text(parsed, side) ?? []);
  return ["compare", ...sides, ...given];
}
