import type { AnyRun } from "../contracts/any-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../contracts/run-evidence.ts";
import { withShortTexts } from "./page/short-texts.ts";
import type { Reporter } from "./reporter.ts";

/** The report in a browser. What draws it takes long to load, and is loaded where a page is made. */
export const htmlReporter: Reporter = {
  name: "html",
  fileName: "report.html",
  description: "the report as one page with charts, that works from disk without a network",
  showsEvidence: true,
  render: async (result, evidence = NO_EVIDENCE) => pageOf(withShortTexts(result), evidence),
};

async function pageOf(result: AnyRun, evidence: RunEvidence): Promise<string> {
  switch (result.kind) {
    case "bench":
      return (await import("./bench/page/bench-page.ts")).benchPage(result, evidence);
    case "pi0":
      return (await import("./pi0/page/page.ts")).pi0Page(result, evidence);
    case "compare":
      return (await import("./tensors/page/page.ts")).tensorsPage(result, evidence);
    case "card":
      return (await import("./card-check/page/page.ts")).cardCheckPage(result, evidence);
    default:
      return (await import("./page/plain-page.ts")).plainPage(result, evidence);
  }
}
