import { lmmsEval } from "../../src/importers/lmms-eval.ts";
import { describeImporter } from "./conformance.ts";

describeImporter({ importer: lmmsEval, fixtures: "lmms-eval", roundedTo: 1e-5 });
