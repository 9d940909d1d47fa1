import { describe } from "vitest";
import { hasPython } from "./stdlib.ts";
import { libraryRoundTrip } from "./stdlib-suite.ts";

describe.skipIf(!hasPython)("the standard library (skipped without python3)", () =>
  libraryRoundTrip(50, "library"),
);
