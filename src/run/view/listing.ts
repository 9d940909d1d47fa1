import type { ListedRun } from "../../report/view/listed-run.ts";
import type { Answer } from "./jobs.ts";
import { type FoundFolder, foldersIn, type ReportsFolder } from "./reports-folder.ts";
import type { RenderThreads } from "./threads.ts";

interface Known {
  readonly stamp: string;
  readonly answer: Promise<Answer>;
}

/**
 * The runs of a reports folder. The folder is looked through for every request, so that new runs appear; what stands in
 * a `run.json` is read once and again only when the file's inode, size or time has changed.
 */
export class RunListing {
  readonly #reports: ReportsFolder;
  readonly #threads: RenderThreads;
  #known = new Map<string, Known>();

  constructor(reports: ReportsFolder, threads: RenderThreads) {
    this.#reports = reports;
    this.#threads = threads;
  }

  /** The newest first; those that cannot be read stand among them by the time of their files. */
  async runs(): Promise<ListedRun[]> {
    const folders = await foldersIn(this.#reports);
    const runs = await Promise.all(folders.map((folder) => this.#listed(folder)));
    const names = new Set(folders.map(({ name }) => name));
    this.#known = new Map([...this.#known].filter(([name]) => names.has(name)));
    return runs.sort((one, other) => compareTexts(other.at, one.at) || compareTexts(other.name, one.name));
  }

  /** The folder of that name, if it is one of the listed ones. */
  async folder(name: string): Promise<FoundFolder | null> {
    const folders = await foldersIn(this.#reports);
    return folders.find((folder) => folder.name === name) ?? null;
  }

  async #listed({ name, path, stamp, problem, modifiedAt }: FoundFolder): Promise<ListedRun> {
    const modified = modifiedAt.toISOString();
    if (stamp === null) return { name, at: modified, summary: null, problem: problem ?? "" };
    const found = await this.#read(name, path, stamp);
    if ("summary" in found)
      return { name, at: found.summary.createdAt, summary: found.summary, problem: null };
    return { name, at: modified, summary: null, problem: "problem" in found ? found.problem : "" };
  }

  #read(name: string, folder: string, stamp: string): Promise<Answer> {
    const known = this.#known.get(name);
    if (known?.stamp === stamp) return known.answer;
    const answer = this.#threads.ask({ kind: "summary", folder });
    this.#known.set(name, { stamp, answer });
    return answer;
  }
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
