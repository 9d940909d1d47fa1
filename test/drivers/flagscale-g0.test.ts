import { flagscaleG0 } from "../../src/drivers/flagscale-g0.ts";
import { profileConformance } from "./conformance.ts";

profileConformance(flagscaleG0);
