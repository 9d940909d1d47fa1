import { describe, expect, it } from "vitest";
import { runProgram } from "../../src/support/run-program.ts";

describe("running a program", () => {
  it("passes bytes in and out and tells the exit code", async () => {
    const input = Uint8Array.from([0, 255, 10, 13]);
    const { code, stdout, stderr } = await runProgram(["sh", "-c", "cat; echo no >&2; exit 3"], { input });
    expect([code, [...stdout], stderr]).toEqual([3, [...input], "no\n"]);
  });

  it("says which program is missing, and what to do", async () => {
    await expect(runProgram(["no-such-program"])).rejects.toMatchObject({
      kind: "stack",
      message: "Cannot run no-such-program: it is not there.",
      hint: expect.stringContaining("doctor"),
    });
  });

  it("ends one that takes too long, and one that is stopped", async () => {
    // Its child keeps the output open.
    const slow = ["sh", "-c", "sleep 602 | cat; true"];
    await expect(runProgram(slow, { timeoutMilliseconds: 100 })).rejects.toThrow(/within 0.1 s/);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await expect(runProgram(["sleep", "60"], { signal: stop.signal })).rejects.toMatchObject({
      kind: "interrupted",
    });
    await expect(runProgram(["true"], { signal: stop.signal })).rejects.toMatchObject({
      kind: "interrupted",
    });
  });

  it("does not mind a program that ends without reading its input", async () => {
    const { code } = await runProgram(["true"], { input: new Uint8Array(10_000_000) });
    expect(code).toBe(0);
  });
});
