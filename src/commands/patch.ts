import { resolve } from "node:path";
import type { PatchRequest } from "../patch/patch-source.ts";
import { findInterpreter, type Interpreter } from "../run/patching/interpreter.ts";
import { fileStatus, patchFile, restoreFile } from "../run/patching/patch-file.ts";
import { FvalidateError } from "../support/errors.ts";
import { note, printLine, printText } from "../support/terminal.ts";
import { readNpyFile } from "../tensors/npy.ts";
import { choice, isSet, type Parsed, requiredText, text } from "./arguments.ts";
import type { Command } from "./command.ts";

const ACTIONS = ["status", "native", "flagos", "restore"] as const;

/** `fvalidate patch ACTION FILE…` */
export const patchCommand: Command = {
  flags: {
    seeds: {
      type: "string",
      describe: "the seven seed and determinism lines of the card: on, off, keep [keep]",
    },
    noise: {
      type: "string",
      describe: "a .npy file whose tensor `sample_noise` returns from now on; off for its own [keep]",
    },
    diff: { type: "boolean", describe: "print the unified diff and change nothing" },
    check: { type: "boolean", describe: "change nothing; exit 1 if a change would be made" },
    python: { type: "string", describe: "the interpreter that must be able to compile the result [python3]" },
  },
  examples: [["$0 patch native modeling_pi0.py", "switch flag_gems off, for the baseline"]],
  async run(parsed) {
    const action = ACTIONS.find((known) => known === requiredText(parsed, "action"));
    const files = filesOf(parsed);
    if (action === undefined) {
      throw new FvalidateError("usage", `There is no patch "${requiredText(parsed, "action")}".`, {
        hint: `Choose ${ACTIONS.join(", ")}.`,
      });
    }
    if (action === "status") return printStatus(files);
    if (action === "restore") return restore(files);
    return patch(files, action, parsed);
  },
};

function filesOf(parsed: Parsed): string[] {
  const files = parsed["files"];
  return Array.isArray(files) ? files.map(String) : [];
}

async function printStatus(files: readonly string[]): Promise<number> {
  for (const file of files) {
    const { state, places } = await fileStatus(file);
    printLine(`${file}: ${state}`);
    for (const place of places) printLine(`  ${file}:${place.line}: ${place.state.padEnd(3)}  ${place.text}`);
  }
  return 0;
}

async function restore(files: readonly string[]): Promise<number> {
  for (const file of files) {
    const { changed } = await restoreFile(file);
    printLine(`${file}: ${changed ? "restored" : "was as before the first patch already"}`);
  }
  return 0;
}

async function patch(files: readonly string[], gems: "native" | "flagos", parsed: Parsed): Promise<number> {
  const seeds = choice(parsed, "seeds", ["on", "off", "keep"]) ?? "keep";
  const request: PatchRequest = { gems, seeds, noise: await noiseOf(parsed) };
  const dryRun = isSet(parsed, "diff") || isSet(parsed, "check");
  const interpreter = await interpreterFor(parsed);
  let changes = 0;
  for (const file of files) {
    const { changed, diff } = await patchFile(file, request, { interpreter, dryRun });
    if (changed) changes += 1;
    if (isSet(parsed, "diff")) printText(diff);
    else printLine(`${file}: ${describe(changed, dryRun, gems)}`);
  }
  return isSet(parsed, "check") && changes > 0 ? 1 : 0;
}

/** The file must be there, and a tensor, before a model is told to load it. */
async function noiseOf(parsed: Parsed): Promise<PatchRequest["noise"]> {
  const file = text(parsed, "noise");
  if (file === null) return "keep";
  if (file === "off") return "off";
  const { dtype, shape } = await readNpyFile(file);
  if (shape.length < 2 || !dtype.startsWith("float")) {
    throw new FvalidateError(
      "input",
      `${file} holds [${shape.join(", ")}] ${dtype}; noise is [1, steps, dimensions] float32.`,
    );
  }
  return { file: resolve(file) };
}

function describe(changed: boolean, dryRun: boolean, gems: string): string {
  if (!changed) return "nothing to change";
  return dryRun ? `would be made ${gems}` : `made ${gems}`;
}

async function interpreterFor(parsed: Parsed): Promise<Interpreter | null> {
  const path = text(parsed, "python");
  const interpreter = await findInterpreter(path);
  if (interpreter === null && path !== null) {
    throw new FvalidateError("usage", `--python ${path} cannot be run.`, {
      hint: "Name a Python interpreter.",
    });
  }
  if (interpreter === null) note("No python3 was found: the result is checked by the parser alone.");
  return interpreter;
}
