import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { drawNoise } from "../../../src/run/capsule/noise.ts";
import { type EmbeddedPolicy, openEmbeddedPolicy } from "../../../src/stacks/embedded/policy.ts";
import type { Tensor } from "../../../src/tensors/tensor.ts";
import { drawInput } from "./questions.ts";

const noise = drawNoise({ seed: 7, chunk: 50, actionDimensions: 32 });

async function bits(policy: EmbeddedPolicy, index = 0): Promise<Uint8Array> {
  const { actions } = await policy.infer(drawInput(index), noise);
  return new Uint8Array(actions.data.slice().buffer);
}

describe.each(["tfjs-cpu", "tfjs-wasm"] as const)("embedded policy on %s", (backend) => {
  it("answers with actions and a trajectory that begins with the noise", async () => {
    await using policy = await openEmbeddedPolicy({ backend, weightsSeed: 1 });
    const before = noise.data.slice();
    const { actions, trajectory } = await policy.infer(drawInput(0), noise);
    expect(actions).toMatchObject({ dtype: "float32", shape: [50, 32] });
    expect(trajectory).toMatchObject({ dtype: "float32", shape: [10, 50, 32] });
    expect(trajectory?.data.slice(0, 1600)).toEqual(before);
    expect(noise.data).toEqual(before);
  });

  it("gives actions of about a standard normal's size", async () => {
    await using policy = await openEmbeddedPolicy({ backend, weightsSeed: 2 });
    const { actions } = await policy.infer(drawInput(1), noise);
    const values = Array.from(actions.data, Number);
    const meanSquare = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.sqrt(meanSquare)).toBeGreaterThan(0.7);
    expect(Math.sqrt(meanSquare)).toBeLessThan(1.6);
  });

  it("gives the same bits for the same question, in a second policy too", async () => {
    await using policy = await openEmbeddedPolicy({ backend, weightsSeed: 3 });
    const first = await bits(policy);
    expect(await bits(policy)).toEqual(first);
    await using again = await openEmbeddedPolicy({ backend, weightsSeed: 3 });
    expect(await bits(again)).toEqual(first);
  });

  it("leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    {
      await using policy = await openEmbeddedPolicy({ backend, weightsSeed: 4 });
      const opened = tf.memory().numTensors;
      for (let index = 0; index < 3; index += 1) await bits(policy, index);
      expect(tf.memory().numTensors).toBe(opened);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it("says on what it computes", async () => {
    await using policy = await openEmbeddedPolicy({ backend, weightsSeed: 4 });
    expect(policy.environment).toMatchObject({
      backend,
      "tfjs-core": tf.version_core,
      node: process.versions.node,
    });
  });

  it("refuses questions after it was closed", async () => {
    const policy = await openEmbeddedPolicy({ backend, weightsSeed: 4 });
    await policy[Symbol.asyncDispose]();
    await policy[Symbol.asyncDispose]();
    await expect(policy.infer(drawInput(0), noise)).rejects.toMatchObject({ kind: "stack" });
  });
});

describe("embedded policies", () => {
  it("keep to their own backends when asked at once", async () => {
    await using cpu = await openEmbeddedPolicy({ backend: "tfjs-cpu", weightsSeed: 5 });
    await using wasm = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 5 });
    const alone = [await bits(cpu), await bits(wasm)];
    expect(alone[0]).not.toEqual(alone[1]);
    expect(await Promise.all([bits(cpu), bits(wasm), bits(cpu), bits(wasm)])).toEqual([...alone, ...alone]);
  });

  it("answer differently to each part of an observation, and with other weights", async () => {
    await using policy = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 6 });
    await using other = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 7 });
    const input = drawInput(0);
    const { images, state, instruction } = drawInput(1);
    const answers = new Set<string>();
    for (const question of [
      input,
      { ...input, state },
      { ...input, state: [] },
      { ...input, instruction },
      { ...input, instruction: "" },
      { ...input, images: { ...input.images, rightWrist: images.rightWrist } },
    ]) {
      answers.add((await policy.infer(question, noise)).actions.data.join());
    }
    answers.add((await other.infer(input, noise)).actions.data.join());
    expect(answers.size).toBe(7);
  });

  it("answer without a camera too, and differently", async () => {
    await using policy = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 6 });
    const { images, ...rest } = drawInput(0);
    const { base, leftWrist } = images;
    const ask = async (seen: typeof images) =>
      (await policy.infer({ ...rest, images: seen }, noise)).actions.data;
    const two = await ask({ base, leftWrist });
    expect(await ask({ base, leftWrist, rightWrist: undefined })).toEqual(two);
    expect(two).not.toEqual(await ask(images));
    expect(two).not.toEqual(await ask({ base }));
    await expect(ask({})).rejects.toMatchObject({ kind: "input" });
  });

  it("take pictures of any size", async () => {
    await using policy = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 6 });
    const grey = (width: number, height: number) => ({
      width,
      height,
      pixels: new Uint8Array(width * height * 3).fill(128),
    });
    const ask = async (base: ReturnType<typeof grey>) => {
      const input = drawInput(0);
      return (await policy.infer({ ...input, images: { ...input.images, base } }, noise)).actions.data;
    };
    const whole = await ask(grey(224, 224));
    // The mean of equal pixels is that pixel, however many there are.
    expect(await ask(grey(1, 1))).toEqual(whole);
    expect(await ask(grey(33, 57))).toEqual(whole);
  });
});

describe("embedded policy refuses", () => {
  const withNoise = (change: Partial<Tensor>) => ({ ...noise, ...change });
  const broken = Float32Array.from(noise.data, Number);
  broken[40] = Number.NaN;

  it.each<[string, Tensor, string, RegExp]>([
    [
      "another chunk",
      withNoise({ shape: [1, 32, 50] }),
      "comparison",
      /\[1, 50, 32\] float32, not \[1, 32, 50\]/,
    ],
    ["no batch axis", withNoise({ shape: [50, 32] }), "comparison", /not \[50, 32\] float32/],
    [
      "another dtype",
      withNoise({ dtype: "float64", data: new Float64Array(1600) }),
      "comparison",
      /not .* float64/,
    ],
    ["too few values", withNoise({ data: new Float32Array(1599) }), "input", /1599 values, not the 1600/],
    ["NaN", withNoise({ data: broken }), "input", /\[0, 1, 8\] is NaN/],
  ])("noise with %s", async (_, bad, kind, message) => {
    await using policy = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 1 });
    await expect(policy.infer(drawInput(0), bad)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    });
  });

  it("a state that is too long or not finite, and a picture without all its bytes", async () => {
    await using policy = await openEmbeddedPolicy({ backend: "tfjs-wasm", weightsSeed: 1 });
    const input = drawInput(0);
    const cut = { width: 32, height: 32, pixels: new Uint8Array(100) };
    for (const bad of [
      { ...input, state: new Array<number>(33).fill(0) },
      { ...input, state: [0, Number.POSITIVE_INFINITY] },
      { ...input, images: { ...input.images, leftWrist: cut } },
    ]) {
      await expect(policy.infer(bad, noise)).rejects.toMatchObject({ kind: "input" });
    }
  });

  it("a backend whose package is not there", async () => {
    const opening = openEmbeddedPolicy({ backend: "tfjs-node", weightsSeed: 1 });
    const found = await opening.then(
      async (policy) => {
        await policy[Symbol.asyncDispose]();
        return null;
      },
      (error: unknown) => error,
    );
    // Where somebody has installed the package, there is nothing to refuse.
    if (found !== null)
      expect(found).toMatchObject({ kind: "stack", hint: expect.stringContaining("@tensorflow/tfjs-node") });
  });
});
