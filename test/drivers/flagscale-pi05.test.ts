import { flagscalePi05 } from "../../src/drivers/flagscale-pi05.ts";
import { profileConformance } from "./conformance.ts";

profileConformance(flagscalePi05);
