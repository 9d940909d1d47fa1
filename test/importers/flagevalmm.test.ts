import { flagEvalMm } from "../../src/importers/flagevalmm.ts";
import { describeImporter } from "./conformance.ts";

describeImporter({
  importer: flagEvalMm,
  fixtures: "flagevalmm",
  tasksWithSamples: { "multi-failed": 0 },
  roundedTo: 1e-4,
});
