import { join } from "node:path";
import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import { jsonReporter } from "../../report/json.ts";
import { lockFile } from "../../support/lock-file.ts";
import { writeWhole } from "../../support/write-file.ts";
import { makeRunFolder, type RunFolder } from "../run-folder.ts";
import { type PartOutcome, type PlannedPart, partNotRun, partRun } from "./part-run.ts";
import { isKept, latestSuiteRun, namedSuiteRun } from "./resume.ts";
import { suiteResult } from "./suite-result.ts";

/** A suite's run, with every default applied. */
export interface SuiteOptions<Planned extends PlannedPart> {
  readonly suite: SuiteRun["suite"];
  /** In the order in which they are run. */
  readonly planned: readonly Planned[];
  readonly leftOut: readonly string[];
  readonly outputPath: string;
  /** `new`; `latest`, the newest unfinished run of the same parts; or a run's folder. */
  readonly resume:
    | { readonly kind: "new" }
    | { readonly kind: "latest" }
    | { readonly kind: "run"; readonly folder: string };
  readonly retryErrors: boolean;
  readonly command: readonly string[];
}

/** Where a part is run. */
export interface PartPlace {
  /** The suite run's folder, in which the part's is made. */
  readonly folder: string;
  /** The folder of this part's earlier run, where one is known. */
  readonly unfinished: string | null;
  /** What the other parts' folders are called. */
  readonly taken: readonly string[];
}

/** How the parts are run, one after the other. */
export interface SuiteDriver<Planned extends PlannedPart> {
  /**
   * Runs one part into a folder of its own and never throws for what went wrong with it.
   */
  drive(planned: Planned, place: PartPlace): Promise<PartOutcome>;
  /** A part that an earlier process completed. */
  onKept(part: PartRun): void;
  /** Whether no further part is to be begun after this one. */
  stopsAfter(part: PartRun): boolean;
}

export interface FinishedSuite {
  readonly result: SuiteRun;
  readonly folder: string;
}

/**
 * Runs a suite's parts one after the other. What is known is in `run.json` after each of them, so that a process which
 * is killed loses nothing; the reports are the caller's to write.
 *
 * @throws FvalidateError for what stops it before its first part, and for a `run.json` that cannot be written
 */
export async function runSuite<Planned extends PlannedPart>(
  options: SuiteOptions<Planned>,
  driver: SuiteDriver<Planned>,
  signal: AbortSignal,
): Promise<FinishedSuite> {
  const startedAt = new Date();
  const { folder, earlier } = await folderOf(options, startedAt);
  await using _lock = await lockFile(join(folder.path, "lock"), `The run ${folder.id}`);
  const parts = options.planned.map(
    (planned) =>
      earlier?.parts.find(({ name }) => name === planned.part.name) ?? partNotRun(planned, NOT_BEGUN),
  );
  const resultOf = (stopped: string | null) =>
    suiteResult({
      id: folder.id,
      createdAt: earlier?.createdAt ?? startedAt.toISOString(),
      durationMilliseconds: (earlier?.durationMilliseconds ?? 0) + Date.now() - startedAt.getTime(),
      ...options,
      parts,
      stopped,
    });
  const { fileName, render } = jsonReporter;
  const write = () => writeWhole(join(folder.path, fileName), render(resultOf(null)));
  await write();
  const stopped = await runParts({ options, driver, folder, parts, write, signal });
  return { result: resultOf(stopped), folder: folder.path };
}

interface Book<Planned extends PlannedPart> {
  readonly options: SuiteOptions<Planned>;
  readonly driver: SuiteDriver<Planned>;
  readonly folder: RunFolder;
  /** What is known of each part; replaced as they are run. */
  readonly parts: PartRun[];
  write(): Promise<void>;
  readonly signal: AbortSignal;
}

/** @returns why it ended before the last part, or `null` */
async function runParts<Planned extends PlannedPart>(book: Book<Planned>): Promise<string | null> {
  const { options, driver, parts, signal } = book;
  let stopped = signal.aborted ? STOPPED : null;
  for (const [index, planned] of options.planned.entries()) {
    const before = parts[index] ?? partNotRun(planned, NOT_BEGUN);
    const part = await partAfter(book, { planned, before, stopped });
    parts[index] = part;
    if (part !== before) await book.write();
    if (signal.aborted) stopped ??= STOPPED;
    else if (driver.stopsAfter(part)) stopped ??= `--fail-fast stopped the run after ${part.name}.`;
  }
  return stopped;
}

async function partAfter<Planned extends PlannedPart>(
  { options, driver, folder, parts }: Book<Planned>,
  { planned, before, stopped }: { planned: Planned; before: PartRun; stopped: string | null },
): Promise<PartRun> {
  if (isKept(before, options.retryErrors)) {
    driver.onKept(before);
    return before;
  }
  // A part that an earlier process began stays known with all that it left.
  if (stopped !== null) return before.status === "not run" ? partNotRun(planned, stopped) : before;
  const startedAt = Date.now();
  const unfinished = before.folder === null ? null : join(folder.path, before.folder);
  const taken = parts.flatMap((part) => (part === before ? [] : (part.folder ?? [])));
  const outcome = await driver.drive(planned, { folder: folder.path, unfinished, taken });
  return partRun(planned, { folder: folder.path, outcome, milliseconds: Date.now() - startedAt });
}

async function folderOf<Planned extends PlannedPart>(
  options: SuiteOptions<Planned>,
  startedAt: Date,
): Promise<{ folder: RunFolder; earlier: SuiteRun | null }> {
  const { resume, suite, planned, outputPath, retryErrors } = options;
  if (resume.kind === "new") {
    const folder = await makeRunFolder(outputPath, { kind: "suite", name: suite.name, startedAt });
    return { folder, earlier: null };
  }
  const sought = { suiteName: suite.name, planned, outputPath, acceptsComplete: retryErrors };
  return resume.kind === "latest" ? latestSuiteRun(sought) : namedSuiteRun(resume.folder, sought);
}

const NOT_BEGUN = "it was not begun";
const STOPPED = "The run was stopped before its last part.";
