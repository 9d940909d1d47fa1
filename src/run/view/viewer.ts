import type { FileHandle } from "node:fs/promises";
import { comparisonAddress } from "../../report/view/addresses.ts";
import { readListFilter } from "../../report/view/list-filter.ts";
import { noticePage } from "../../report/view/notice.ts";
import { runListPage } from "../../report/view/run-list.ts";
import type { Job } from "./jobs.ts";
import type { RunListing } from "./listing.ts";
import { type Route, routeOf } from "./routes.ts";
import { isOffered, isRendered, offeredFiles, openOffered } from "./run-files.ts";
import type { RenderThreads } from "./threads.ts";

/** What a request is answered with. */
export type Reply =
  | { readonly kind: "page"; readonly status: number; readonly text: string }
  /** A file that was rendered for this request. */
  | { readonly kind: "text"; readonly file: string; readonly text: string }
  /** A file as it is on the disk; whoever sends it closes it. */
  | { readonly kind: "file"; readonly file: string; readonly handle: FileHandle; readonly bytes: number }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "nothing" };

/** Finds what a request asks for. */
export class Viewer {
  readonly #listing: RunListing;
  readonly #threads: RenderThreads;

  constructor(listing: RunListing, threads: RenderThreads) {
    this.#listing = listing;
    this.#threads = threads;
  }

  reply(target: string): Promise<Reply> {
    return this.#answer(routeOf(target));
  }

  async #answer(route: Route): Promise<Reply> {
    switch (route.name) {
      case "list":
        return page(200, runListPage(await this.#listing.runs(), readListFilter(route.query)));
      case "run":
        return this.#run(route.run);
      case "file":
        return this.#file(route.run, route.file);
      case "comparison":
        return this.#comparison(route);
      case "icon":
        return { kind: "nothing" };
      case "none":
        return notice(404, "There is no such page", "The list of runs names every page that there is.");
    }
  }

  async #run(name: string): Promise<Reply> {
    const folder = await this.#listing.folder(name);
    if (folder === null) return noRun(name);
    if (folder.problem !== null) return cannotShow(name, folder.problem);
    const files = await offeredFiles(folder.path);
    return this.#rendered(name, { kind: "page", name, folder: folder.path, files });
  }

  async #file(name: string, file: string): Promise<Reply> {
    const folder = await this.#listing.folder(name);
    if (folder === null) return noRun(name);
    if (folder.isLink || !isOffered(file)) return noFile(name, file);
    const opened = await openOffered(folder.path, file);
    if (opened !== null) return { kind: "file", file, ...opened };
    if (!isRendered(file) || folder.problem !== null) return noFile(name, file);
    const found = await this.#threads.ask({ kind: "file", folder: folder.path, file });
    if ("text" in found) return { kind: "text", file, text: found.text };
    return cannotShow(name, "problem" in found ? found.problem : "");
  }

  async #comparison({ runs, isOrdered }: Extract<Route, { name: "comparison" }>): Promise<Reply> {
    const [a, b, ...more] = runs;
    if (a === undefined || b === undefined || more.length > 0) return chooseTwo(runs.length);
    if (!isOrdered) return this.#ordered(a, b);
    const folders = await Promise.all([this.#listing.folder(a), this.#listing.folder(b)]);
    const [first, second] = folders;
    if (first === null || first === undefined) return noRun(a);
    if (second === null || second === undefined) return noRun(b);
    const broken = [first, second].find(({ problem }) => problem !== null);
    if (broken !== undefined) return cannotShow(broken.name, broken.problem ?? "");
    return this.#rendered(`${a}, ${b}`, {
      kind: "comparison",
      a: { name: a, folder: first.path },
      b: { name: b, folder: second.path },
    });
  }

  /** Chosen in the list, where they stand in the list's order: run A is the earlier one. */
  async #ordered(one: string, other: string): Promise<Reply> {
    const names = (await this.#listing.runs()).map(({ name }) => name);
    const isLater = names.indexOf(one) < names.indexOf(other);
    return { kind: "redirect", to: isLater ? comparisonAddress(other, one) : comparisonAddress(one, other) };
  }

  async #rendered(name: string, job: Job): Promise<Reply> {
    const found = await this.#threads.ask(job);
    if ("text" in found) return page(200, found.text);
    return cannotShow(name, "problem" in found ? found.problem : "");
  }
}

function page(status: number, text: string): Reply {
  return { kind: "page", status, text };
}

function notice(status: number, title: string, text: string): Reply {
  return page(status, noticePage({ title, text }));
}

function noRun(name: string): Reply {
  return notice(404, "There is no such run", `The reports folder has no run ${name}.`);
}

function noFile(name: string, file: string): Reply {
  return notice(404, "There is no such file", `The run ${name} has no file ${file} to show.`);
}

/** A run that is there and cannot be read is the folder's fault, not the server's. */
function cannotShow(name: string, problem: string): Reply {
  return notice(422, `${name} cannot be shown`, problem);
}

function chooseTwo(count: number): Reply {
  return notice(
    400,
    "Choose two runs",
    `${count === 0 ? "None" : count} ${count === 1 ? "was" : "were"} chosen; two stand side by side.`,
  );
}
