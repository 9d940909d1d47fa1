import { openCompass } from "../../src/importers/opencompass.ts";
import { describeImporter } from "./conformance.ts";

describeImporter({ importer: openCompass, fixtures: "opencompass", tasksWithSamples: { "summary-only": 0 } });
