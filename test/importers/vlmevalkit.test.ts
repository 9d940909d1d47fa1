import { vlmEvalKit } from "../../src/importers/vlmevalkit.ts";
import { describeImporter } from "./conformance.ts";

describeImporter({ importer: vlmEvalKit, fixtures: "vlmevalkit", failedCountAs: 0 });
