import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PROFILES, profileNamed } from "../../src/drivers/index.ts";
import { FvalidateError } from "../../src/support/errors.ts";
import { toFloat64 } from "../../src/tensors/tensor.ts";

/** Made by Python's json, msgpack and numpy: see make.py there. */
const EXCHANGES = new URL("../../fixtures/exchanges/", import.meta.url);
const OUTCOME = ".outcome.json";

type Outcome =
  | { dtype: string; shape: number[]; values: (number | string)[] }
  | { message: string; hint?: string };

describe.each(Object.keys(PROFILES))("the answers of %s", (profile) => {
  const folder = new URL(`${profile}/`, EXCHANGES);
  const files = readdirSync(folder);
  const bodies = files.filter((file) => !file.endsWith(OUTCOME));

  test("have an outcome each", () => {
    expect(bodies.length).toBeGreaterThan(0);
    expect(files.filter((file) => file.endsWith(OUTCOME)).sort()).toEqual(bodies.map(outcomeFile).sort());
  });

  test.each(bodies)("%s", (file) => {
    const outcome: Outcome = JSON.parse(readFileSync(new URL(outcomeFile(file), folder), "utf8"));
    const decode = () => profileNamed(profile).decodeAnswer(readFileSync(new URL(file, folder)));
    if ("message" in outcome) return expectRefusal(decode, outcome);
    const { actions } = decode();
    expect(actions.dtype).toBe(outcome.dtype);
    expect(actions.shape).toEqual(outcome.shape);
    expect([...toFloat64(actions)]).toEqual(outcome.values.map(Number));
  });
});

function outcomeFile(body: string): string {
  return body.replace(/\.[^.]+$/, OUTCOME);
}

function expectRefusal(
  decode: () => unknown,
  { message, hint = "" }: { message: string; hint?: string },
): void {
  let failure: unknown = "no failure";
  try {
    decode();
  } catch (error) {
    failure = error;
  }
  expect(failure).toBeInstanceOf(FvalidateError);
  expect(failure).toMatchObject({
    kind: "stack",
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
}
