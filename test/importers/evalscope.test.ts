import { evalscope } from "../../src/importers/evalscope.ts";
import { describeImporter } from "./conformance.ts";

describeImporter({ importer: evalscope, fixtures: "evalscope" });
