import { jsonReporter } from "../json.ts";
import { suiteComment } from "./comment.ts";
import { suiteCsv } from "./csv.ts";
import { suiteJunit } from "./junit.ts";
import { suiteMarkdown } from "./markdown.ts";
import type { SuiteReporter } from "./reporter.ts";

/** Every format of a suite's run, by the names and in the order of a single run's. */
export const SUITE_REPORTERS: readonly SuiteReporter[] = [
  jsonReporter,
  { name: "md", fileName: "report.md", render: suiteMarkdown },
  { name: "csv", fileName: "report.csv", render: suiteCsv },
  // What draws it takes long to load.
  {
    name: "html",
    fileName: "report.html",
    render: async (run) => (await import("./page.ts")).suitePage(run),
  },
  { name: "junit", fileName: "junit.xml", showsParts: true, render: suiteJunit },
  { name: "comment", fileName: "comment.md", render: (run, _parts, context) => suiteComment(run, context) },
];
