import type { Importer } from "../contracts/harness-output.ts";
import { FvalidateError } from "../support/errors.ts";
import { evalscope } from "./evalscope.ts";
import { fastGpqa } from "./fast-gpqa.ts";
import { splitArm } from "./files/arm-suffix.ts";
import { kindOfPath } from "./files/places.ts";
import { flagEvalMm } from "./flagevalmm.ts";
import { fvalidateRun } from "./fvalidate-run.ts";
import { inspectAi } from "./inspect-ai.ts";
import { lmEval } from "./lm-eval.ts";
import { lmmsEval } from "./lmms-eval.ts";
import { openCompass } from "./opencompass.ts";
import { vlmEvalKit } from "./vlmevalkit.ts";

/** Everything that can read a harness's outputs. Their order does not matter: no two may recognise the same path. */
export const IMPORTERS: readonly Importer[] = [
  lmEval,
  evalscope,
  openCompass,
  vlmEvalKit,
  lmmsEval,
  inspectAi,
  flagEvalMm,
  fastGpqa,
  fvalidateRun,
];

/**
 * Who reads a file or folder, told by what is in it.
 *
 * @param path may end in `#baseline` or `#candidate`, which names an arm of a run of our own
 * @throws FvalidateError of kind `input` where nobody recognises it, or more than one
 */
export async function importerFor(path: string): Promise<Importer> {
  const found = await importersOf(path);
  const [only, other] = found;
  if (only !== undefined && other === undefined) return only;
  if (only === undefined) throw await unrecognised(path);
  throw new FvalidateError(
    "input",
    `${path} may be the output of ${found.map(({ name }) => name).join(" or ")}.`,
    { hint: "Name the folder or file of one of them." },
  );
}

/** Whether a path is the output of any harness that is read here. */
export async function isHarnessOutput(path: string): Promise<boolean> {
  return (await importersOf(path)).length > 0;
}

/** Whether there is such a file or folder, whatever it holds. */
export async function isPlace(path: string): Promise<boolean> {
  const { place } = await splitArm(path);
  return (await kindOfPath(place)) !== null;
}

async function importersOf(path: string): Promise<Importer[]> {
  const found: Importer[] = [];
  for (const importer of IMPORTERS) if (await importer.recognises(path)) found.push(importer);
  return found;
}

async function unrecognised(path: string): Promise<FvalidateError> {
  if (!(await isPlace(path)))
    return new FvalidateError("input", `There is no file or folder ${(await splitArm(path)).place}.`);
  return new FvalidateError("input", `${path} is not the output of a harness that is read here.`, {
    hint: `What is looked for:\n${IMPORTERS.map(({ name, description }) => `  ${name}: ${description}`).join("\n")}`,
  });
}
