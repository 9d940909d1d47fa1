import { cp, mkdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openReportsFolder } from "../../../src/run/view/reports-folder.ts";
import { startViewServer } from "../../../src/run/view/server.ts";
import { temporaryFolder } from "../../support/cli.ts";

const FIXTURES = fileURLToPath(new URL("../../../fixtures/", import.meta.url));

/** Puts a result of `fixtures/runs` into a reports folder, as if its run had been made there. */
export async function addRun(reports: string, fixture: string, name = fixture): Promise<string> {
  const folder = join(reports, name);
  await mkdir(folder, { recursive: true });
  await cp(join(FIXTURES, "runs", `${fixture}.json`), join(folder, "run.json"));
  return folder;
}

/** A reports folder with two runs of pi0 and two of benchmarks, one with its tensors and samples. */
export async function reportsFolder(): Promise<string> {
  const reports = await temporaryFolder();
  for (const fixture of ["pi0-h200", "bench-ernie", "bench-inconsistent"]) await addRun(reports, fixture);
  await cp(join(FIXTURES, "pi0", "h200-live"), join(reports, "h200-live"), { recursive: true });
  return reports;
}

/** The viewer of a reports folder, on a free port. */
export async function view(reports: string, only: string | null = null) {
  return startViewServer(await openReportsFolder(reports, only), 0);
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request whose path is sent as it is: `fetch` takes the dots out of it. */
export function ask(
  url: string,
  path: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    // A connection of its own: one that is kept may be closed by the server as the next request begins.
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
      response.on("error", reject);
    });
    sent.on("error", reject).end();
  });
}
