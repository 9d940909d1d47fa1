import { describe, expect, it } from "vitest";
import type { OpenStack } from "../../src/contracts/stack.ts";

/** What every target must hold, however it reaches its stack. */
export function targetConformance(name: string, open: () => Promise<OpenStack>): void {
  describe(`target ${name}`, () => {
    it("names its source and describes its environment in words", async () => {
      await using stack = await open();
      expect(stack.source).toBe(name);
      for (const [key, value] of Object.entries(stack.environment))
        expect(value, key).toEqual(expect.any(String));
    });

    it("gives evidence, or says why there is none", async () => {
      await using stack = await open();
      const { status, summary } = await stack.evidence(new Date());
      expect(["proved", "missing", "not applicable"]).toContain(status);
      expect(summary.length).toBeGreaterThan(10);
    });

    it("can be opened again after it was closed", async () => {
      const first = await open();
      await first[Symbol.asyncDispose]();
      await using second = await open();
      expect(second.channel.kind).toBe(first.channel.kind);
    });
  });
}
