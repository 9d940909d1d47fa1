import { basename, dirname, join } from "node:path";
import { FvalidateError } from "../../support/errors.ts";
import { isRecord, readJson } from "../files/json.ts";
import { filesBelow, headOf, kindOfPath } from "../files/places.ts";

/** One data set's report, and the work folder that it lies in. */
export interface ReportFile {
  readonly path: string;
  /** `null` where the report does not lie in a work folder. */
  readonly workFolder: string | null;
}

const REPORT_BEGINS = /^\uFEFF?\s*\{[\s\S]*"dataset_name"\s*:/;
const IN_WORK_FOLDER = /^(.*?)(?:^|\/)reports\/[^/]+\/[^/]+\.json$/;

/** Reports below a folder, or a report itself. */
export async function locateReports(path: string): Promise<ReportFile[]> {
  const kind = await kindOfPath(path);
  if (kind === null) return [];
  const files = kind === "file" ? [path] : (await filesBelow(path, DEPTH)).map((file) => join(path, file));
  const found: ReportFile[] = [];
  for (const file of files) {
    const inFolder = IN_WORK_FOLDER.exec(file.replaceAll("\\", "/"));
    if (!file.endsWith(".json") || (kind === "folder" && inFolder === null)) continue;
    if (!REPORT_BEGINS.test(await headOf(file)) || !(await isReport(file))) continue;
    found.push({ path: file, workFolder: inFolder === null ? null : dirname(dirname(dirname(file))) });
  }
  return found;
}

/** A folder of work folders, the work folder, `reports`, the model. */
const DEPTH = 4;

async function isReport(path: string): Promise<boolean> {
  const content = await readJson(path, "a report").catch(() => null);
  // Cut off, it still begins as a report does; reading it will say what is wrong.
  if (content === null) return true;
  return isRecord(content) && Array.isArray(content["metrics"]) && typeof content["model_name"] === "string";
}

/**
 * The newest report of each data set: work folders are named by their time.
 *
 * @throws FvalidateError of kind `input` where that cannot be told, or where there are several models
 */
export function newestReports(reports: readonly ReportFile[]): {
  newest: ReportFile[];
  notes: string[];
} {
  refuseSeveralModels(reports);
  const newest = new Map<string, ReportFile>();
  const notes: string[] = [];
  for (const report of reports) {
    const name = basename(report.path);
    const other = newest.get(name);
    const later = other === undefined ? report : laterOf(other, report);
    if (other !== undefined)
      notes.push(`there is more than one ${name}: ${basename(later.workFolder ?? "")}'s is taken`);
    newest.set(name, later);
  }
  return { newest: [...newest.values()], notes };
}

function laterOf(one: ReportFile, other: ReportFile): ReportFile {
  const [first, second] = [one, other].map(({ workFolder }) => basename(workFolder ?? ""));
  const isTime = (name = "") => /^\d{8}_\d{6}$/.test(name);
  if (!isTime(first) || !isTime(second))
    throw new FvalidateError("input", `There are two reports: ${one.path} and ${other.path}.`, {
      hint: "Name the work folder of one of them.",
    });
  return (first ?? "") < (second ?? "") ? other : one;
}

function refuseSeveralModels(reports: readonly ReportFile[]): void {
  const models = [...new Set(reports.map(({ path }) => basename(dirname(path))))];
  if (models.length <= 1) return;
  throw new FvalidateError("input", `There are evalscope reports of several models: ${models.join(", ")}.`, {
    hint: "Name the report of one model.",
  });
}
