import { readFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { TARGETS } from "../stacks/index.ts";
import { FvalidateError, messageOf } from "../support/errors.ts";
import { locateSuite } from "./locate.ts";
import { type StackEntry, type SuiteContent, suiteSchema } from "./schema.ts";
import { issueMessages, type SourceText, syntaxMessage } from "./yaml-error.ts";

/** A checked suite. Its relative paths have been resolved against its own folder. */
export interface Suite extends SuiteContent {
  readonly name: string;
  readonly path: string;
}

/**
 * Reads a suite by its shipped name or its path.
 * @throws FvalidateError of kind `suite`; problems in the file are listed as `file:line:column: what, what is allowed`.
 */
export async function loadSuite(nameOrPath: string): Promise<Suite> {
  const path = await locateSuite(nameOrPath);
  const lines = new LineCounter();
  const document = parseDocument(await readSuite(path), {
    lineCounter: lines,
    prettyErrors: true,
    merge: true,
  });
  const content = checked({ path, document, lines });
  const stacks = Object.fromEntries(
    Object.entries(content.stacks).map(([name, stack]) => [name, withResolvedPaths(stack, dirname(path))]),
  );
  return { ...content, stacks, name: basename(path, extname(path)), path };
}

/**
 * The suite's entry of a stack.
 * @throws FvalidateError of kind `suite` that lists the stacks there are.
 */
export function stackEntry(suite: Suite, name: string): StackEntry {
  const entry = Object.hasOwn(suite.stacks, name) ? suite.stacks[name] : undefined;
  if (entry !== undefined) return entry;
  throw new FvalidateError("suite", `The suite ${suite.name} has no stack "${name}".`, {
    hint: `Its stacks: ${Object.keys(suite.stacks).join(", ")}.`,
  });
}

async function readSuite(path: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    throw new FvalidateError("suite", `Cannot read the suite ${path}: ${messageOf(error)}`, { cause: error });
  }
}

function checked(source: SourceText): SuiteContent {
  const { document } = source;
  if (document.errors.length > 0) {
    throw problems(document.errors.map((error) => syntaxMessage(source, error)));
  }
  const parsed = suiteSchema.safeParse(asPlain(source));
  if (!parsed.success) throw problems(parsed.error.issues.flatMap((issue) => issueMessages(source, issue)));
  for (const role of ["baseline", "candidate", "golden"] as const) requireKnown(source, parsed.data, role);
  return parsed.data;
}

function requireKnown(
  source: SourceText,
  { stacks, ...suite }: SuiteContent,
  role: "baseline" | "candidate" | "golden",
) {
  const stack = suite[role];
  if (stack === undefined || Object.hasOwn(stacks, stack)) return;
  const message = `no stack "${stack}", its stacks are ${Object.keys(stacks).join(", ")}`;
  throw problems(issueMessages(source, { code: "custom", path: [role], message, input: stack }));
}

/** Anchors may be used, but not to blow a small file up into a large one. */
function asPlain({ path, document }: SourceText): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw problems([`${path}:1:1: ${messageOf(error)}`]);
  }
}

function problems(messages: readonly string[]): FvalidateError {
  return new FvalidateError("suite", messages.join("\n"));
}

function withResolvedPaths(stack: StackEntry, folder: string): StackEntry {
  const paths: readonly string[] = TARGETS[stack.target].paths;
  const resolved: Record<string, string> = {};
  for (const [key, value] of Object.entries(stack)) {
    if (paths.includes(key) && typeof value === "string") resolved[key] = resolve(folder, value);
  }
  return { ...stack, ...resolved };
}
