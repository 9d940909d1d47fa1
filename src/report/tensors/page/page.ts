import type { CompareRun } from "../../../contracts/compare-run.ts";
import type { RunEvidence } from "../../../contracts/run-evidence.ts";
import { environmentBody } from "../../page/arms.ts";
import { type PageSection, pageDocument } from "../../page/document.ts";
import type { Markup } from "../../page/markup.ts";
import { pageFoot } from "../../page/page-foot.ts";
import { pageHead, pageTitle, sentence } from "../../page/page-head.ts";
import { plainRows, table } from "../../page/table.ts";
import { ruleRows } from "../markdown-settings.ts";
import { detailedTensors, detailsBody } from "./details.ts";
import { divergenceBody } from "./divergence.ts";
import { figureGuide } from "./figure-guide.ts";
import { namesBody } from "./names.ts";
import { tensorsBody } from "./tensor-list.ts";

/** The page of a comparison of tensors: the worst first, where they begin to part, and why each did not pass. */
export function tensorsPage(run: CompareRun, evidence: RunEvidence): string {
  const detailed = detailedTensors(run);
  return pageDocument({
    title: pageTitle(run),
    head: pageHead(run, evidence),
    sections: [
      ...optional("divergence", "First divergence", divergenceBody(run)),
      { id: "tensors", title: "Tensors", body: tensorsBody(run, detailed.length) },
      ...optional("details", detailsTitle(run), detailsBody(detailed, run)),
      ...optional("names", "Names on one side only, and renamed ones", namesBody(run)),
      { id: "settings", title: "Settings", body: settingsBody(run) },
      { id: "environment", title: "Files", body: environmentBody(run) },
      ...optional("guide", "What each figure is", figureGuide(run)),
    ],
    foot: pageFoot(run),
    style: STYLE,
  });
}

const STYLE = `#tensors th[scope="row"] { min-width: min(18rem, 40vw); }
.item { border-top: 1px solid var(--line); padding: 0.6rem 0; }
.item > :not(summary) { margin-left: 1rem; }
`;

function detailsTitle({ tensors }: CompareRun): string {
  return tensors.every(({ outcome }) => outcome === "pass")
    ? "The tensors with the largest errors"
    : "Tensors that do not pass";
}

function settingsBody(run: CompareRun): Markup {
  return table({
    caption: "By which rules the tensors were compared",
    columns: [{ title: "what" }, { title: "setting" }],
    rows: plainRows(ruleRows(run).map((row) => row.map((text) => sentence(text)))),
  });
}

function optional(id: string, title: string, body: Markup | null): PageSection[] {
  return body === null ? [] : [{ id, title, body }];
}
