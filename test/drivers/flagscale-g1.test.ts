import { flagscaleG1 } from "../../src/drivers/flagscale-g1.ts";
import { profileConformance } from "./conformance.ts";

profileConformance(flagscaleG1, { cut: { steps: 10, dimensions: 14 } });
