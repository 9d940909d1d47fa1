import { afterEach, expect, it, vi } from "vitest";
import { FvalidateError } from "../../src/support/errors.ts";
import { printError } from "../../src/support/print-error.ts";

afterEach(() => void vi.restoreAllMocks());

it("writes control characters out that a message repeats from a file, but keeps its lines", () => {
  const written: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  vi.stubEnv("NO_COLOR", "1");
  const hint = "first\n\tsecond \u009b2J";
  printError(new FvalidateError("input", "it holds \u001b[31mred\u0000\r", { hint }), false);
  expect(written).toEqual(["error: it holds \\u{1b}[31mred\\u{0}\\u{d}\n", "  first\n\tsecond \\u{9b}2J\n"]);
});
