import { lmEval } from "../../src/importers/lm-eval.ts";
import { describeImporter } from "./conformance.ts";

describeImporter({ importer: lmEval, fixtures: "lm-eval" });
