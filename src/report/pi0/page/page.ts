import type { RunEvidence } from "../../../contracts/run-evidence.ts";
import type { ComparedRun, RunResult } from "../../../contracts/run-result.ts";
import { environmentBody } from "../../page/arms.ts";
import { type PageSection, pageDocument } from "../../page/document.ts";
import { html, type Markup } from "../../page/markup.ts";
import { pageFoot } from "../../page/page-foot.ts";
import { pageHead, pageTitle } from "../../page/page-head.ts";
import { actionErrors } from "./action-errors.ts";
import { CURVE_SCRIPT, CURVE_STYLE } from "./curve-script.ts";
import { curvesBody } from "./curves.ts";
import { endEffectorBody } from "./end-effector.ts";
import { figuresBody } from "./figures.ts";
import { gatesBody } from "./gates.ts";
import { groupsBody } from "./groups.ts";
import { growthBody } from "./growth.ts";
import { heatMap } from "./heat-map.ts";
import { pi0Highlights } from "./highlights.ts";
import { histogramsBody } from "./histograms.ts";
import { inputsBody } from "./inputs.ts";
import { latencyBody } from "./latency.ts";
import { termsBody } from "./terms.ts";

/** The page of a run of pi0. */
export function pi0Page(run: RunResult, evidence: RunEvidence): string {
  return pageDocument({
    title: pageTitle(run),
    head: pageHead(run, evidence, pi0Highlights(run)),
    sections: [
      { id: "gates", title: "Gates", body: gatesBody(run) },
      ...(run.metrics === null ? [] : comparisonSections(run, evidence)),
      ...optional("latency", "Latency", latencyBody(run)),
      { id: "environment", title: "Environment and evidence", body: environmentBody(run) },
      { id: "inputs", title: "Inputs and settings", body: inputsBody(run) },
    ],
    foot: pageFoot(run),
    style: CURVE_STYLE,
    script: CURVE_SCRIPT,
  });
}

function comparisonSections(run: ComparedRun, { actions }: RunEvidence): PageSection[] {
  const errors = actions === null ? null : actionErrors(run, actions);
  return [
    { id: "figures", title: "Figures and floors", body: figuresBody(run) },
    ...optional("curves", "Action curves", errors && curvesBody(run, errors)),
    {
      id: "places",
      title: "Where the error is",
      body: html`${errors && heatMap(errors)}
${groupsBody(run, { what: "dimension", groups: run.dimensions })}
${groupsBody(run, { what: "step", groups: run.horizon })}
${groupsBody(run, { what: "observation", groups: run.observations })}`,
    },
    ...optional("sizes", "How large the errors are", errors && histogramsBody(run, errors)),
    { id: "terms", title: "What dominates MAPE", body: termsBody(run) },
    { id: "growth", title: "Growth over the denoising steps", body: growthBody(run) },
    ...optional("end-effector", "End effector", endEffectorBody(run)),
  ];
}

function optional(id: string, title: string, body: Markup | null): PageSection[] {
  return body === null ? [] : [{ id, title, body }];
}
