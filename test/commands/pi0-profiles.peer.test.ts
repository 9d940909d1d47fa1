import { it } from "vitest";
import { PROFILES } from "../../src/drivers/index.ts";
import { expectEqualArms } from "./against-servers.ts";

it.each(Object.keys(PROFILES))("two servers speaking %s: equal arms", expectEqualArms);
