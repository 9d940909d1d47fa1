import { fvalidateRun } from "../../src/importers/fvalidate-run.ts";
import { describeImporter } from "./conformance.ts";

describeImporter({ importer: fvalidateRun, fixtures: "fvalidate" });
