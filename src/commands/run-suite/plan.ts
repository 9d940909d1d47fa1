import { readFile } from "node:fs/promises";
import type { BenchOptions } from "../../run/bench/options.ts";
import type { Pi0Options } from "../../run/options.ts";
import type { PlannedPart } from "../../run/suite/part-run.ts";
import type { SuitePart } from "../../suite/composite/load-composite.ts";
import { sha256 } from "../../support/hash.ts";
import type { Parsed } from "../arguments.ts";
import { benchOptions } from "../bench-options.ts";
import { pi0Options } from "../pi0-options.ts";
import { flagsOfPart } from "./flags.ts";

/** A part whose flags have been checked as its own command checks them. */
export interface ReadyPart extends PlannedPart {
  /** Its own command's flags. */
  readonly parsed: Parsed;
  readonly run:
    | { readonly kind: "pi0"; readonly options: Pi0Options }
    | { readonly kind: "bench"; readonly options: BenchOptions };
}

/**
 * Makes every part ready before the first is begun: a mistake in the last must not be found after hours.
 * @throws FvalidateError of kind `usage`, `input` or `suite`
 */
export async function planParts(parts: readonly SuitePart[], parsed: Parsed): Promise<ReadyPart[]> {
  const planned: ReadyPart[] = [];
  for (const part of parts) {
    const flags = flagsOfPart(part, parsed);
    const run = await runOf(part, flags);
    planned.push({ part, parsed: flags, run, settingsSha256: await settingsHash(part, run.options.command) });
  }
  return planned;
}

async function runOf({ suite }: SuitePart, flags: Parsed): Promise<ReadyPart["run"]> {
  return suite.kind === "pi0"
    ? { kind: "pi0", options: await pi0Options(flags) }
    : { kind: "bench", options: await benchOptions(flags) };
}

/** Over the suite's own text instead of where it lies, so that a run can be gone on with from another folder. */
async function settingsHash({ suite }: SuitePart, command: readonly string[]): Promise<string> {
  const at = command.indexOf("--suite");
  const asked = command.filter((_, index) => index !== at + 1);
  return sha256(JSON.stringify({ suite: await readFile(suite.path, "utf8"), asked }));
}
