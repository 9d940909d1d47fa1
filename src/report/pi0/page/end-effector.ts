import type { ComparedRun } from "../../../contracts/run-result.ts";
import { printNumber } from "../../numbers.ts";
import { html, type Markup } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { plainRows, table } from "../../page/table.ts";

/** How far apart the end effectors are; `null` where the suite names no kinematics. */
export function endEffectorBody({ endEffector }: ComparedRun): Markup | null {
  if (endEffector === undefined) return null;
  const chain = html`${sentence(endEffector.chain)} (${sentence(endEffector.source)})`;
  if (endEffector.positionErrorMaxMetres === null)
    return html`<p>Unknown by the kinematics of ${chain}: ${sentence(endEffector.reason)}.</p>`;
  const { poses, excludedPoses } = endEffector;
  const left = excludedPoses === 0 ? "" : `; ${excludedPoses} with angles that are not finite were left out`;
  return html`<p>Over ${poses} poses by the kinematics of ${chain}${left}.</p>
${table({
  caption: "Errors of the end effector's pose",
  columns: [
    { title: "figure" },
    { title: "mean", isNumber: true },
    { title: "max", isNumber: true },
    { title: "max at [observation, step]", isNumber: true },
  ],
  rows: plainRows([
    [
      "position error (m)",
      printNumber(endEffector.positionErrorMeanMetres),
      printNumber(endEffector.positionErrorMaxMetres),
      printNumber(endEffector.positionErrorMaxIndex),
    ],
    [
      "orientation error (rad)",
      printNumber(endEffector.orientationErrorMeanRadians),
      printNumber(endEffector.orientationErrorMaxRadians),
      printNumber(endEffector.orientationErrorMaxIndex),
    ],
  ]),
})}`;
}
