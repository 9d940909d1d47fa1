import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { AnyResult, AnyRun } from "../../contracts/any-run.ts";
import { resultIn } from "../../contracts/read-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../../contracts/run-evidence.ts";
import type { SuiteRun } from "../../contracts/suite-run.ts";
import { REPORTERS } from "../../report/index.ts";
import type { Reporter } from "../../report/reporter.ts";
import { SUITE_REPORTERS } from "../../report/suite/index.ts";
import { FvalidateError } from "../../support/errors.ts";
import { readEvidence } from "../evidence/index.ts";
import { readParts } from "../suite/read-parts.ts";
import type { NamedFolder } from "./jobs.ts";
import { readRunFile } from "./read-run-file.ts";

/** A run's page from its `run.json`, as its `report.html` would be written now, with links to its files above it. */
export async function renderRun({
  name,
  folder,
  files,
}: NamedFolder & { readonly files: readonly string[] }): Promise<string> {
  const page = await pageOf(await readWhole(folder), name, folder);
  const [{ withBar }, { runBar }] = await Promise.all([
    import("../../report/page/document.ts"),
    import("../../report/view/bar.ts"),
  ]);
  return withBar(page, runBar(name, files));
}

async function pageOf(result: AnyResult, name: string, folder: string): Promise<string> {
  if (result.kind !== "suite") return REPORTERS.html.render(result, await evidenceOf(result, folder));
  const { withServedLinks } = await import("../../report/view/suite-links.ts");
  const page = await renderSuiteFile(result, folder, REPORTERS.html.fileName);
  return withServedLinks(page, name, result);
}

/** @throws FvalidateError of kind `input` where no report has that name */
export async function renderFile({
  folder,
  file,
}: {
  readonly folder: string;
  readonly file: string;
}): Promise<string> {
  const result = await readWhole(folder);
  if (result.kind === "suite") return renderSuiteFile(result, folder, file);
  const reporter: Reporter | undefined = Object.values(REPORTERS).find(({ fileName }) => fileName === file);
  if (reporter === undefined) throw noReport(file);
  return reporter.render(result, await evidenceOf(result, folder));
}

async function renderSuiteFile(result: SuiteRun, folder: string, file: string): Promise<string> {
  const reporter = SUITE_REPORTERS.find(({ fileName }) => fileName === file);
  if (reporter === undefined) throw noReport(file);
  const suite = await ownPartsOf(result, folder);
  return reporter.render(suite, reporter.showsParts === true ? await readParts(suite, folder) : []);
}

/** Parts are folders in the suite run's own: what names another place, or is reached by a link, is not read. */
async function ownPartsOf(result: SuiteRun, folder: string): Promise<SuiteRun> {
  const hasLink = (await firstLink(folder)) !== null;
  const parts = result.parts.map((part) =>
    part.folder === null || hasLink || !/^(?!\.)[^/\\]+$/.test(part.folder)
      ? { ...part, folder: null }
      : part,
  );
  return { ...result, parts };
}

function noReport(file: string): FvalidateError {
  return new FvalidateError("input", `There is no report ${file}.`);
}

export async function renderComparison({
  a,
  b,
}: {
  readonly a: NamedFolder;
  readonly b: NamedFolder;
}): Promise<string> {
  const [ofA, ofB] = [await readWhole(a.folder), await readWhole(b.folder)];
  if (ofA.kind === "suite" && ofB.kind === "suite") {
    const { suiteComparisonPage } = await import("../../report/view/suite-comparison.ts");
    return suiteComparisonPage({ name: a.name, run: ofA }, { name: b.name, run: ofB });
  }
  if (ofA.kind === "suite" || ofB.kind === "suite") {
    throw new FvalidateError(
      "input",
      "A whole suite's run and a run of one pair of arms have nothing to stand side by side: choose one of its parts.",
    );
  }
  const { comparisonPage } = await import("../../report/view/comparison.ts");
  return comparisonPage({ name: a.name, run: ofA }, { name: b.name, run: ofB });
}

async function readWhole(folder: string): Promise<AnyResult> {
  return resultIn(await readRunFile(folder), "run.json");
}

/** A folder that somebody else made may lead anywhere by links: then nothing but its `run.json` is read. */
async function evidenceOf(run: AnyRun, folder: string): Promise<RunEvidence> {
  const link = await firstLink(folder);
  if (link === null) return readEvidence(run, folder);
  return {
    ...NO_EVIDENCE,
    gaps: [`The run's other files were not read: ${link} is a link, and links are not followed.`],
  };
}

/** Levels below a run's folder that are looked through: its own files lie no deeper. */
const DEEPEST = 3;

async function firstLink(folder: string, depth = 0): Promise<string | null> {
  const entries = await readdir(folder, { withFileTypes: true });
  const link = entries.find((entry) => entry.isSymbolicLink());
  if (link !== undefined) return link.name;
  if (depth === DEEPEST) return null;
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    const found = await firstLink(join(folder, name), depth + 1);
    if (found !== null) return `${name}/${found}`;
  }
  return null;
}
