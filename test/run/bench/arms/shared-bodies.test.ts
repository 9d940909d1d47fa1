import { describe, expect, test } from "vitest";
import { SharedBodies } from "../../../../src/run/bench/arms/shared-bodies.ts";

function counted(bytes: number) {
  const counter = {
    built: 0,
    build: async () => {
      counter.built += 1;
      return new Uint8Array(bytes);
    },
  };
  return counter;
}

describe("shared bodies", () => {
  test("are built once for two arms, also when both ask at once", async () => {
    const bodies = new SharedBodies(2);
    const body = counted(10);
    const [first, second] = await Promise.all([bodies.take("a", body.build), bodies.take("a", body.build)]);
    expect(first).toBe(second);
    expect(body.built).toBe(1);
    // Both have had theirs: a third is another request of the same name.
    await bodies.take("a", body.build);
    expect(body.built).toBe(2);
  });

  test("are built anew for an arm that is too far behind, so that memory stays bounded", async () => {
    const bodies = new SharedBodies(2);
    const body = counted(20 * 2 ** 20);
    for (const key of ["a", "b", "c", "d"]) await bodies.take(key, body.build);
    await bodies.take("d", body.build);
    expect(body.built).toBe(4);
    await bodies.take("a", body.build);
    expect(body.built).toBe(5);
  });

  test("are not kept for an arm that is asked alone", async () => {
    const bodies = new SharedBodies(1);
    const body = counted(1);
    await bodies.take("a", body.build);
    await bodies.take("a", body.build);
    expect(body.built).toBe(2);
  });
});
