import { restrictDimensions } from "../../compare/action-set.ts";
import { type Floor, floorOf } from "../../compare/floors.ts";
import { commonObservations } from "../answers.ts";
import type { Step } from "../plan.ts";
import { describePerturbation } from "../questions.ts";
import type { AssessmentRequest } from "./request.ts";

type Asked = Omit<Step, "observation">;

/** How far each stack is from itself, and the baseline from itself with an input moved. */
export function assessFloors(request: AssessmentRequest) {
  const { perturbation, repeatReasons } = request;
  return {
    baselineRepeat: repeatFloor(request, "baseline", repeatReasons.baseline),
    candidateRepeat: repeatFloor(request, "candidate", repeatReasons.candidate),
    perturbation:
      perturbation === null
        ? { wapePercent: null, reason: "the baseline was not asked with an input moved" }
        : floorBetween(
            request,
            { role: "baseline", pass: 0, perturbation },
            {
              change: describePerturbation(perturbation),
              absent: "the run ended before the input was moved",
            },
          ),
  };
}

/** Against the pass that differs most from the first. */
function repeatFloor(request: AssessmentRequest, role: "baseline" | "candidate", absent: string): Floor {
  let worst: Floor = floorBetween(
    request,
    { role, pass: 1, perturbation: null },
    { change: "asked again", absent },
  );
  for (let pass = 2; ; pass += 1) {
    if (request.answers.actions({ role, pass, perturbation: null }) === undefined) return worst;
    const floor = floorBetween(
      request,
      { role, pass, perturbation: null },
      { change: "asked again", absent },
    );
    if ((floor.wapePercent ?? 0) > (worst.wapePercent ?? 0)) worst = floor;
  }
}

function floorBetween(
  request: AssessmentRequest,
  asked: Asked,
  texts: { change: string; absent: string },
): Floor {
  const first = request.answers.actions({ role: asked.role, pass: 0, perturbation: null });
  const second = request.answers.actions(asked);
  if (first === undefined || second === undefined) return { wapePercent: null, reason: texts.absent };
  const both = commonObservations(first, second);
  if (both.length === 0) return { wapePercent: null, reason: texts.absent };
  const dimensions = request.actionDimensions ?? first.shape[1] ?? 0;
  return floorOf(
    {
      first: restrictDimensions(first.actionSet(both), dimensions),
      second: restrictDimensions(second.actionSet(both), dimensions),
    },
    texts.change,
  );
}
