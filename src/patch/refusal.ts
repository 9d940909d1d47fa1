import { FvalidateError } from "../support/errors.ts";

/** A place that cannot be patched, as `file:line:column: what`, with what to do. */
export function refusal(
  at: { name: string; text: string; offset: number },
  what: string,
  hint: string,
): FvalidateError {
  const before = at.text.slice(0, at.offset).split(/\r\n|\n|\r/);
  return new FvalidateError(
    "input",
    `${at.name}:${before.length}:${(before.at(-1) ?? "").length + 1}: ${what}.`,
    { hint },
  );
}
