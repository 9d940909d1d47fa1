import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { RunEvidence } from "../../../contracts/run-evidence.ts";
import { type PageSection, pageDocument } from "../../page/document.ts";
import { pageFoot } from "../../page/page-foot.ts";
import { pageHead, pageTitle } from "../../page/page-head.ts";
import { answersSection, selfNoiseSection } from "./answers.ts";
import { benchmarksSection } from "./benchmarks.ts";
import { flipsSection } from "./flips.ts";
import { highlights } from "./highlights.ts";
import { outputsSection } from "./outputs.ts";
import { settingsSections } from "./settings.ts";
import { statisticsSections } from "./statistics.ts";
import { BENCH_STYLE } from "./style.ts";

/** A run of benchmarks, or a comparison of other harnesses' outputs, as a page. */
export function benchPage(run: BenchRun, evidence: RunEvidence): string {
  const sections: readonly (PageSection | null)[] = [
    benchmarksSection(run),
    flipsSection(run, evidence),
    ...statisticsSections(run),
    answersSection(run),
    selfNoiseSection(run),
    outputsSection(run),
    ...settingsSections(run),
  ];
  return pageDocument({
    title: pageTitle(run),
    head: pageHead(run, evidence, highlights(run)),
    sections: sections.filter((section) => section !== null),
    foot: pageFoot(run),
    style: BENCH_STYLE,
  });
}
