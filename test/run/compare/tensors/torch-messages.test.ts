import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toleranceFor } from "../../../../src/compare/tensors/tolerances.ts";
import type { Extreme } from "../../../../src/contracts/pair-measurement.ts";
import { startEngine } from "../../../../src/run/compare/engine/engine.ts";
import type { StoredDType } from "../../../../src/tensors/stored/stored-dtype.ts";
import type { StoredTensor } from "../../../../src/tensors/stored/stored-tensor.ts";

interface Stored {
  readonly dtype: StoredDType;
  readonly shape: number[];
  readonly base64: string;
}

interface Greatest {
  readonly value: string;
  readonly index: number[];
}

interface Case {
  readonly name: string;
  readonly tolerance: { rtol: number; atol: number } | null;
  readonly baseline: Stored;
  readonly candidate: Stored;
  readonly mismatched: number;
  readonly greatestAbsolute: Greatest | null;
  readonly greatestRelative: Greatest | null;
}

/** What torch.testing said, by `fixtures/compare/make.py`. */
const TORCH = new URL("../../../../fixtures/compare/torch-messages.json", import.meta.url);
const { cases }: { cases: Case[] } = JSON.parse(readFileSync(TORCH, "utf8"));

/** torch subtracts and divides in the tensors' own dtype: its figures are rounded to that. */
const ROUNDING: Partial<Record<StoredDType, number>> = {
  float16: 2 ** -9,
  bfloat16: 2 ** -6,
  float32: 2 ** -21,
};

function storedTensor(name: string, { dtype, shape, base64 }: Stored): StoredTensor {
  const content = Buffer.from(base64, "base64");
  const bytes = new SharedArrayBuffer(content.length);
  new Uint8Array(bytes).set(content);
  const location = { kind: "memory", bytes, byteLength: content.length } as const;
  return { name, dtype, shape, littleEndian: true, strides: null, firstElement: 0, location };
}

function expectGreatest(found: Extreme | null, told: Greatest | null, rounding: number): void {
  if (told === null || found === null) {
    expect(found).toBe(told);
    return;
  }
  expect(found.index).toEqual(told.index);
  if (told.value === "inf") expect(found.value).toBe(Number.POSITIVE_INFINITY);
  else expect(Math.abs(found.value / Number(told.value) - 1)).toBeLessThanOrEqual(rounding);
}

describe("counts, greatest differences and their places are torch.testing's", () => {
  it("has cases of every kind", () => {
    expect(cases.length).toBeGreaterThan(50);
    expect(cases.some(({ mismatched }) => mismatched === 0)).toBe(true);
    expect(cases.some(({ greatestRelative }) => greatestRelative?.value === "inf")).toBe(true);
  });

  it.each(cases)("$name", async ({ baseline, candidate, tolerance, ...told }) => {
    await using engine = await startEngine({ signal: new AbortController().signal });
    const rule =
      tolerance === null
        ? toleranceFor(baseline.dtype, candidate.dtype, { rule: "torch" })
        : { relative: tolerance.rtol, absolute: tolerance.atol };
    const { closeness } = await engine.measure({
      baseline: storedTensor("baseline", baseline),
      candidate: storedTensor("candidate", candidate),
      tolerance: rule,
    });
    expect(closeness.mismatched).toBe(told.mismatched);
    const rounding = Math.max(ROUNDING[baseline.dtype] ?? 1e-12, ROUNDING[candidate.dtype] ?? 1e-12);
    expectGreatest(closeness.greatestAbsolute, told.greatestAbsolute, rounding);
    expectGreatest(closeness.greatestRelative, told.greatestRelative, rounding);
  });
});
