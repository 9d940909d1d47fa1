import { basename, dirname, extname, resolve } from "node:path";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { type CheckedYaml, checkedYaml, type PlainYaml, problems, readPlainYaml } from "../checked-yaml.ts";
import { loadSuite, type Suite } from "../load.ts";
import { isPath, locateSuite } from "../locate.ts";
import { issueMessages } from "../yaml-error.ts";
import { type PartProblem, partProblems } from "./check-part.ts";
import { type CompositeContent, compositeSchema, isComposite, isPartName, type PartEntry } from "./schema.ts";

/** One part of a suite of suites, with its arms. */
export interface SuitePart {
  readonly name: string;
  readonly suite: Suite;
  /** As the suite is named on a command line: its shipped name or its path. */
  readonly reference: string;
  readonly baseline: string;
  readonly candidate: string;
  /** `null` for the suite's own. */
  readonly policy: string | null;
  readonly tasks: readonly string[] | null;
  readonly limit: string | null;
}

/** A checked suite of suites. */
export interface CompositeSuite {
  readonly kind: "suite";
  readonly name: string;
  readonly path: string;
  readonly title: string;
  readonly parts: readonly SuitePart[];
}

/**
 * Reads a suite of any kind by its shipped name or its path.
 * @throws FvalidateError of kind `suite`; problems in the file are listed as `file:line:column: what, what is allowed`.
 */
export async function loadAnySuite(nameOrPath: string): Promise<Suite | CompositeSuite> {
  const path = await locateSuite(nameOrPath);
  const yaml = await readPlainYaml({ path, what: "suite" });
  return isComposite(yaml) ? loadComposite(yaml) : loadSuite(nameOrPath);
}

async function loadComposite(yaml: PlainYaml): Promise<CompositeSuite> {
  const read = checkedYaml(yaml, compositeSchema);
  const { content, source } = read;
  const loaded: LoadedPart[] = [];
  for (const [index, entry] of content.parts.entries()) loaded.push(await loadPart(read, entry, index));
  const messages = [...loaded.flatMap(({ messages }) => messages), ...nameMessages(read, loaded)];
  if (messages.length > 0) throw problems(messages);
  const { path } = source;
  return {
    kind: "suite",
    name: basename(path, extname(path)),
    path,
    title: content.title,
    parts: loaded.flatMap(({ part }) => part ?? []),
  };
}

type Composite = CheckedYaml<CompositeContent>;

interface LoadedPart {
  /** `null` where something is wrong with it. */
  readonly part: SuitePart | null;
  readonly messages: readonly string[];
}

async function loadPart(read: Composite, entry: PartEntry, index: number): Promise<LoadedPart> {
  const refused = (found: readonly PartProblem[]) => ({
    part: null,
    messages: found.flatMap((problem) => messagesOf(read, index, problem)),
  });
  const suite = await suiteOfPart(read.source.path, entry.suite);
  if (typeof suite === "string") return refused([{ key: "suite", message: suite }]);
  const baseline = entry.baseline ?? read.content.baseline ?? suite.baseline;
  const candidate = entry.candidate ?? read.content.candidate ?? suite.candidate;
  const found = partProblems(entry, suite, { baseline, candidate });
  if (found.length > 0 || baseline === undefined || candidate === undefined) return refused(found);
  const { name = suite.name, policy = null, tasks = null, limit } = entry;
  const reference = isPath(entry.suite) ? suite.path : entry.suite;
  const part = {
    name,
    suite,
    reference,
    baseline,
    candidate,
    policy,
    tasks,
    limit: limit?.toString() ?? null,
  };
  return { part, messages: [] };
}

/** The suite, or why it can be no part; what is wrong within its own file has its place there. */
async function suiteOfPart(from: string, name: string): Promise<Suite | string> {
  const located = await locatePart(from, name);
  if (typeof located === "string") return located;
  const { path } = located;
  if (path === from) return "a suite cannot be a part of itself";
  const isNested = isComposite(await readPlainYaml({ path, what: "suite" }));
  return isNested ? `${name} is a suite of suites; parts are of kind pi0 or bench` : loadSuite(path);
}

async function locatePart(from: string, name: string): Promise<{ readonly path: string } | string> {
  try {
    return { path: await locateSuite(isPath(name) ? resolve(dirname(from), name) : name) };
  } catch (error) {
    return error instanceof FvalidateError ? `${error.message} ${error.hint ?? ""}`.trim() : messageOf(error);
  }
}

/** Names are told apart by whole parts: a part that is wrong otherwise has its own message. */
function nameMessages(read: Composite, loaded: readonly LoadedPart[]): string[] {
  const names = loaded.map(({ part }) => part?.name ?? null);
  return names.flatMap((name, index) => {
    const message = name === null ? null : nameProblem(name, names.indexOf(name) < index);
    return message === null ? [] : messagesOf(read, index, { key: null, message });
  });
}

function nameProblem(name: string, isTaken: boolean): string | null {
  if (!isPartName(name)) return `"${name}" cannot be a part's name: add \`name\`, of letters and digits`;
  return isTaken ? `there is a part "${name}" already: add a \`name\` of its own` : null;
}

function messagesOf({ source, content }: Composite, part: number, { key, index, message }: PartProblem) {
  const within = [key ?? [], index ?? []].flat();
  return issueMessages(source, {
    code: "custom",
    path: ["parts", part, ...within],
    message,
    input: content.parts[part],
  });
}
