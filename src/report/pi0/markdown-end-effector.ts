import type { ComparedRun } from "../../contracts/run-result.ts";
import { escapeText, markdownTable } from "../markdown-table.ts";
import { printNumber } from "../numbers.ts";

/** How far apart the end effectors are; nothing where the suite names no kinematics. */
export function endEffectorSection({ endEffector }: ComparedRun): string[] {
  if (endEffector === undefined) return [];
  const chain = `${escapeText(endEffector.chain)} (${escapeText(endEffector.source)})`;
  const title = "## End effector";
  if (endEffector.positionErrorMaxMetres === null)
    return [title, `Unknown by the kinematics of ${chain}: ${escapeText(endEffector.reason)}.`];
  const { positionErrorMaxIndex, orientationErrorMaxIndex, poses, excludedPoses } = endEffector;
  const rows = [
    [
      "position error (m)",
      printNumber(endEffector.positionErrorMeanMetres),
      printNumber(endEffector.positionErrorMaxMetres),
      printNumber(positionErrorMaxIndex),
    ],
    [
      "orientation error (rad)",
      printNumber(endEffector.orientationErrorMeanRadians),
      printNumber(endEffector.orientationErrorMaxRadians),
      printNumber(orientationErrorMaxIndex),
    ],
  ];
  const left = excludedPoses === 0 ? "" : `; ${excludedPoses} with angles that are not finite were left out`;
  return [
    title,
    `Over ${poses} poses by the kinematics of ${chain}${left}.`,
    markdownTable(["figure", "mean", "max", "at [observation, step]"], rows),
  ];
}
