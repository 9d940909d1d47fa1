import { inspectAi } from "../../src/importers/inspect-ai.ts";
import { describeImporter } from "./conformance.ts";

describeImporter({ importer: inspectAi, fixtures: "inspect-ai" });
