import { existsSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import type { KinematicChain } from "../compare/kinematics/chain.ts";
import { TARGETS } from "../stacks/index.ts";
import { FvalidateError, messageOf } from "../support/errors.ts";
import { taskIssues } from "./check-tasks.ts";
import { type CheckedYaml, checkedYaml, type PlainYaml, problems, readPlainYaml } from "./checked-yaml.ts";
import { isComposite } from "./composite/schema.ts";
import { loadKinematics } from "./kinematics.ts";
import { locateSuite } from "./locate.ts";
import { type StackEntry, type SuiteContent, suiteSchema } from "./schema.ts";
import { issueMessages } from "./yaml-error.ts";

/** A checked suite. Its relative paths have been resolved against its own folder, and its kinematics read. */
export interface Suite extends Omit<SuiteContent, "kinematics"> {
  readonly name: string;
  readonly path: string;
  readonly kinematics: KinematicChain | null;
}

/**
 * Reads a suite of two stacks or more by its shipped name or its path.
 * @throws FvalidateError of kind `suite`; problems in the file are listed as `file:line:column: what, what is allowed`.
 */
export async function loadSuite(nameOrPath: string): Promise<Suite> {
  const path = await locateSuite(nameOrPath);
  const yaml = await readPlainYaml({ path, what: "suite" });
  if (!isComposite(yaml)) return suiteFrom(yaml);
  throw new FvalidateError("suite", `${path} is a suite of other suites: it has no stacks of its own.`, {
    hint: `"fvalidate run --suite ${nameOrPath}" runs all its parts, and "fvalidate list suites" shows the others.`,
  });
}

async function suiteFrom(yaml: PlainYaml): Promise<Suite> {
  const { path } = yaml.source;
  const read = checkedYaml(yaml, suiteSchema);
  for (const role of ["baseline", "candidate", "golden"] as const) requireKnown(read, role);
  const { content } = read;
  const issues = await taskIssues(content.tasks);
  if (issues.length > 0) throw problems(issues.flatMap((issue) => issueMessages(read.source, issue)));
  const stacks = Object.fromEntries(
    Object.entries(content.stacks).map(([name, stack]) => [name, withResolvedPaths(stack, dirname(path))]),
  );
  const tasks = content.tasks.map((task) =>
    task.data === undefined ? task : { ...task, data: resolve(dirname(path), task.data) },
  );
  const kinematics = await kinematicsOf(read);
  return { ...content, tasks, stacks, kinematics, name: basename(path, extname(path)), path };
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

function requireKnown(
  { content, source }: CheckedYaml<SuiteContent>,
  role: "baseline" | "candidate" | "golden",
): void {
  const { [role]: stack, stacks } = content;
  if (stack === undefined || Object.hasOwn(stacks, stack)) return;
  const message = `no stack "${stack}", its stacks are ${Object.keys(stacks).join(", ")}`;
  throw problems(issueMessages(source, { code: "custom", path: [role], message, input: stack }));
}

async function kinematicsOf({ content, source }: CheckedYaml<SuiteContent>): Promise<KinematicChain | null> {
  const { kinematics: file } = content;
  if (file === undefined) return null;
  const path = resolve(dirname(source.path), file);
  try {
    return await loadKinematics(path);
  } catch (error) {
    // Where the file holds mistakes, their places are in it; where there is none, the place is in the suite.
    if (existsSync(path)) throw error;
    const message = messageOf(error);
    throw problems(issueMessages(source, { code: "custom", path: ["kinematics"], message, input: file }));
  }
}

function withResolvedPaths(stack: StackEntry, folder: string): StackEntry {
  const paths: readonly string[] = TARGETS[stack.target].paths;
  const resolved: Record<string, string> = {};
  for (const [key, value] of Object.entries(stack)) {
    if (paths.includes(key) && typeof value === "string") resolved[key] = resolve(folder, value);
  }
  return { ...stack, ...resolved };
}
