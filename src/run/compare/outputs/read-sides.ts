import { importerFor } from "../../../importers/index.ts";
import { labelsOf } from "./labels.ts";
import type { OutputsOptions, Sides } from "./options.ts";

/** @throws FvalidateError of kind `input` for a path that nobody recognises, and for what cannot be read */
export async function readSides(options: Pick<OutputsOptions, "baseline" | "candidate">): Promise<Sides> {
  const baseline = await (await importerFor(options.baseline)).read(options.baseline);
  const candidate = await (await importerFor(options.candidate)).read(options.candidate);
  const labels = labelsOf(
    { path: options.baseline, output: baseline },
    { path: options.candidate, output: candidate },
  );
  return {
    baseline: { path: options.baseline, label: labels.baseline, output: baseline },
    candidate: { path: options.candidate, label: labels.candidate, output: candidate },
  };
}
