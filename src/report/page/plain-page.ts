import type { AnyRun } from "../../contracts/any-run.ts";
import type { RunEvidence } from "../../contracts/run-evidence.ts";
import { environmentBody } from "./arms.ts";
import { pageDocument } from "./document.ts";
import { pageFoot } from "./page-foot.ts";
import { pageHead, pageTitle } from "./page-head.ts";

/** A page with what all runs have: verdict, reasons, arms and environment. */
export function plainPage(run: AnyRun, evidence: RunEvidence): string {
  return pageDocument({
    title: pageTitle(run),
    head: pageHead(run, evidence),
    sections: [{ id: "environment", title: "Environment and evidence", body: environmentBody(run) }],
    foot: pageFoot(run),
  });
}
