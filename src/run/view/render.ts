import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { AnyRun } from "../../contracts/any-run.ts";
import { runIn } from "../../contracts/read-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../../contracts/run-evidence.ts";
import { REPORTERS } from "../../report/index.ts";
import type { Reporter } from "../../report/reporter.ts";
import { FvalidateError } from "../../support/errors.ts";
import { readEvidence } from "../evidence/index.ts";
import type { NamedFolder } from "./jobs.ts";
import { readRunFile } from "./read-run-file.ts";

/** A run's page from its `run.json`, as its `report.html` would be written now, with links to its files above it. */
export async function renderRun({
  name,
  folder,
  files,
}: NamedFolder & { readonly files: readonly string[] }): Promise<string> {
  const run = await readWhole(folder);
  const page = await REPORTERS.html.render(run, await evidenceOf(run, folder));
  const [{ withBar }, { runBar }] = await Promise.all([
    import("../../report/page/document.ts"),
    import("../../report/view/bar.ts"),
  ]);
  return withBar(page, runBar(name, files));
}

/** @throws FvalidateError of kind `input` where no report has that name */
export async function renderFile({
  folder,
  file,
}: {
  readonly folder: string;
  readonly file: string;
}): Promise<string> {
  const reporter: Reporter | undefined = Object.values(REPORTERS).find(({ fileName }) => fileName === file);
  if (reporter === undefined) throw new FvalidateError("input", `There is no report ${file}.`);
  const run = await readWhole(folder);
  return reporter.render(run, await evidenceOf(run, folder));
}

export async function renderComparison({
  a,
  b,
}: {
  readonly a: NamedFolder;
  readonly b: NamedFolder;
}): Promise<string> {
  const [ofA, ofB] = [await readWhole(a.folder), await readWhole(b.folder)];
  const { comparisonPage } = await import("../../report/view/comparison.ts");
  return comparisonPage({ name: a.name, run: ofA }, { name: b.name, run: ofB });
}

async function readWhole(folder: string): Promise<AnyRun> {
  return runIn(await readRunFile(folder), "run.json");
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
