import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CAMERAS, type Camera, type PolicyAnswer } from "../../src/contracts/policy.ts";
import { PROFILES, profileNamed } from "../../src/drivers/index.ts";
import type { Profile } from "../../src/drivers/profile.ts";
import { FvalidateError } from "../../src/support/errors.ts";
import { float32Tensor, type Tensor, toFloat64 } from "../../src/tensors/tensor.ts";
import { anyObservation, drawn, sampleObservation } from "./observations.ts";

/** What a protocol's real server does to a chunk before it sends it. */
export interface ProtocolLimits {
  readonly cut?: { readonly steps: number; readonly dimensions: number };
}

/** What every profile must keep; each profile's test calls it. */
export function profileConformance(profile: Profile, { cut }: ProtocolLimits = {}): void {
  describe(`the profile ${profile.name}`, () => {
    test("is registered under its name and described in a sentence", () => {
      expect(profileNamed(profile.name)).toBe(profile);
      expect(Object.keys(PROFILES)).toContain(profile.name);
      expect(profile.description).toMatch(/^[A-Z].{20,}[^.]$/);
      expect(profile.fileExtension).toMatch(/^[a-z]+$/);
      expect(profile.stateDimensions).toBeGreaterThan(0);
    });

    requestsRoundTrip(profile);
    camerasMayBeMissing(profile);
    refusesBadStates(profile);
    answersRoundTrip(profile, cut);
    refusesGarbage(profile);
  });
}

function requestsRoundTrip(profile: Profile): void {
  test("gives a server the state, the instruction and the pixels, in bytes that are always the same", async () => {
    await fc.assert(
      fc.asyncProperty(anyObservation(profile.stateDimensions), async (from) => {
        const { observation, pictures } = await drawn(from);
        const body = await profile.encodeRequest(observation);
        expect(same(await profile.encodeRequest(structuredClone(observation)), body)).toBe(true);
        const input = await profile.decodeRequest(body);
        expect(input.state).toEqual(observation.state);
        expect(input.instruction).toBe(observation.instruction);
        expect(CAMERAS.map((camera) => input.images[camera])).toEqual(pictures);
      }),
      { numRuns: 12 },
    );
  });
}

function camerasMayBeMissing(profile: Profile): void {
  const robots: Camera[][] = [["base"], ["base", "leftWrist"], ["base", "rightWrist"], ["rightWrist"]];
  test.each(robots.map((cameras) => ({ cameras })))(
    "sends the pictures of $cameras alone",
    async ({ cameras }) => {
      const { observation, pictures } = await sampleObservation(profile.stateDimensions);
      const images = Object.fromEntries(cameras.map((camera) => [camera, observation.images[camera]]));
      const body = await profile.encodeRequest({ ...observation, images });
      const input = await profile.decodeRequest(body);
      expect(Object.keys(input.images)).toEqual(cameras);
      for (const camera of cameras) expect(input.images[camera]).toEqual(pictures[CAMERAS.indexOf(camera)]);
      // Each camera weighs as much as in the whole request, so nothing stands for those that are missing.
      expect(body.length).toBeLessThan((await profile.encodeRequest(observation)).length);
    },
  );

  test("refuses a request without any picture", async () => {
    const { observation } = await sampleObservation(profile.stateDimensions);
    const body = await profile.encodeRequest({ ...observation, images: {} });
    await expect(profile.decodeRequest(body)).rejects.toMatchObject({ kind: "input" });
  });
}

function refusesBadStates(profile: Profile): void {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e39])("refuses a state that holds %d", async (value) => {
    const { observation } = await sampleObservation(profile.stateDimensions);
    const state = [...observation.state.slice(1), value];
    const failure: unknown = await profile
      .encodeRequest({ ...observation, state })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FvalidateError);
    expect(failure).toMatchObject({ kind: "input", message: expect.stringContaining(`${state.length}`) });
  });
}

function answersRoundTrip(profile: Profile, cut: ProtocolLimits["cut"]): void {
  test("gives every number of an answer back, up to the protocol's cut", () => {
    fc.assert(
      fc.property(anyChunk(), (actions) => {
        const { actions: found } = profile.decodeAnswer(profile.encodeAnswer({ actions }));
        const expected = cutTo(actions, cut);
        expect(found.shape).toEqual(expected.shape);
        expect([...toFloat64(found)]).toEqual(expected.values);
        expect(["float32", "float64"]).toContain(found.dtype);
      }),
      { numRuns: 60 },
    );
  });

  test("reads half precision as the numbers that its bits stand for", () => {
    // IEEE 754 binary16: 0x3c00 is 1, 0xc000 is -2, 0x3555 is 0.333251953125, 0x7c00 is infinity.
    const data = Uint16Array.of(0x3c00, 0xc000, 0x3555, 0x7c00);
    const answer: PolicyAnswer = { actions: { dtype: "float16", shape: [2, 2], data } };
    const { actions } = profile.decodeAnswer(profile.encodeAnswer(answer));
    expect([...toFloat64(actions)]).toEqual([1, -2, 0.333251953125, Number.POSITIVE_INFINITY]);
  });
}

function refusesGarbage(profile: Profile): void {
  const valid = profile.encodeAnswer({ actions: float32Tensor([2, 2], [1, 2, 3, 4]) });
  const garbage: [what: string, body: Uint8Array][] = [
    ["nothing", new Uint8Array()],
    ["a zero byte", Uint8Array.of(0)],
    ["an HTML page", new TextEncoder().encode("<html><title>404 Not Found</title></html>")],
    ["the number 5 in JSON", new TextEncoder().encode("5")],
    ["an empty list in JSON", new TextEncoder().encode("[]")],
    ["an empty object in JSON", new TextEncoder().encode("{}")],
    ["an empty map in MessagePack", Uint8Array.of(0x80)],
    ["an answer with bytes behind it", Uint8Array.from([...valid, 0x7d, 0x7d])],
  ];
  test.each(garbage)("refuses %s as an answer", (_what, body) => {
    expectFailure(() => profile.decodeAnswer(body), "stack");
  });
  test.each(garbage)("refuses %s as a request", async (_what, body) => {
    const failure: unknown = await profile.decodeRequest(body).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FvalidateError);
    expect(failure).toMatchObject({ kind: "input", hint: expect.stringMatching(/./) });
  });

  test("refuses an answer and a request that are cut anywhere", async () => {
    const { observation } = await sampleObservation(profile.stateDimensions);
    const request = await profile.encodeRequest(observation);
    for (let length = 0; length < valid.length; length += 1) {
      expectFailure(() => profile.decodeAnswer(valid.subarray(0, length)), "stack");
    }
    for (let length = 0; length < request.length; length += 37) {
      await expect(profile.decodeRequest(request.subarray(0, length))).rejects.toMatchObject({
        kind: "input",
      });
    }
  });

  test("never fails in another way, whatever bytes come", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (body) =>
        expectFailure(() => profile.decodeAnswer(body), "stack"),
      ),
    );
  });
}

function expectFailure(decode: () => unknown, kind: string): void {
  let failure: unknown = "no failure";
  try {
    decode();
  } catch (error) {
    failure = error;
  }
  expect(failure).toBeInstanceOf(FvalidateError);
  expect(failure).toMatchObject({ kind, hint: expect.stringMatching(/./) });
}

/** Chunks with every kind of number: float32 as servers send it, and float64, non-finite values among both. */
function anyChunk(): fc.Arbitrary<Tensor> {
  const sizes = fc.record({
    steps: fc.integer({ min: 1, max: 12 }),
    dimensions: fc.integer({ min: 1, max: 16 }),
  });
  return sizes.chain(({ steps, dimensions }) => {
    const length = { minLength: steps * dimensions, maxLength: steps * dimensions };
    const shape = [steps, dimensions];
    return fc.oneof(
      fc
        .float32Array(length)
        .map((data): Tensor => ({ dtype: "float32", shape, data: Float32Array.from(data) })),
      fc
        .float64Array(length)
        .map((data): Tensor => ({ dtype: "float64", shape, data: Float64Array.from(data) })),
    );
  });
}

function cutTo({ shape, data }: Tensor, cut: ProtocolLimits["cut"]): { shape: number[]; values: number[] } {
  const [steps = 0, dimensions = 0] = shape;
  const kept = [
    Math.min(steps, cut?.steps ?? steps),
    Math.min(dimensions, cut?.dimensions ?? dimensions),
  ] as const;
  const values = [...data].map(Number).filter((_, index) => {
    return Math.floor(index / dimensions) < kept[0] && index % dimensions < kept[1];
  });
  return { shape: [...kept], values };
}

/** Faster than a comparison that could say where two bodies differ. */
function same(first: Uint8Array, second: Uint8Array): boolean {
  return Buffer.from(first).equals(second);
}
