import { flagscaleG2 } from "../../src/drivers/flagscale-g2.ts";
import { profileConformance } from "./conformance.ts";

profileConformance(flagscaleG2);
