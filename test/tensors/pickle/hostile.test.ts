import { existsSync, readdirSync, readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { makeBudget } from "../../../src/tensors/pickle/budget.ts";
import { namedTensors } from "../../../src/tensors/pickle/named-tensors.ts";
import { OPCODES } from "../../../src/tensors/pickle/opcode-bytes.ts";
import { TORCH_MEANINGS } from "../../../src/tensors/pickle/torch-meanings.ts";
import { unpickle } from "../../../src/tensors/pickle/unpickle.ts";
import { openZip } from "../../../src/tensors/zip/open-zip.ts";
import { fixture } from "../archive-fixtures.ts";

/** What becomes of a pickle; any other error than one about the file is thrown. */
function outcomeOf(pickle: Uint8Array, units?: number): string {
  try {
    namedTensors(unpickle(pickle, TORCH_MEANINGS, makeBudget(units)), "x");
    return "read";
  } catch (error) {
    if (error instanceof FvalidateError && error.kind === "input") return "refused";
    throw error;
  }
}

async function pickleOf(path: string): Promise<Uint8Array> {
  const { members } = await openZip(path);
  const member = members.find(({ name }) => name.endsWith("data.pkl"))!;
  const packed = readFileSync(path).subarray(member.dataOffset, member.dataOffset + member.compressedLength);
  return member.method === "stored" ? packed : inflateRawSync(packed);
}

const FILES = readdirSync(fixture("pt/files"));

describe.each(FILES)("the pickle of %s", (name) => {
  it("is refused wherever it is cut", async () => {
    const pickle = await pickleOf(fixture(`pt/files/${name}`));
    expect(outcomeOf(pickle)).toBe("read");
    const lengths = Array.from({ length: pickle.length }, (_, length) => length);
    expect(lengths.filter((length) => outcomeOf(pickle.subarray(0, length)) !== "refused")).toEqual([]);
  });

  it("is read or refused with any bytes changed", async () => {
    const pickle = await pickleOf(fixture(`pt/files/${name}`));
    const random = seedrandom(name);
    const outcomes = new Set<string>();
    for (let i = 0; i < 600; i += 1) {
      const changed = Buffer.from(pickle);
      for (let changes = i % 3; changes >= 0; changes -= 1) {
        changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
      }
      outcomes.add(outcomeOf(changed, 2 ** 18));
    }
    expect(outcomes).toContain("refused");
  });
});

describe("pickles of no writer's", () => {
  it("any opcodes in any order are read or refused", () => {
    const opcode = fc.constantFrom(...Object.values(OPCODES));
    const names = fc.constantFrom(
      "ccollections\nOrderedDict\n",
      "ctorch\nSize\n",
      "ctorch._utils\n_rebuild_tensor_v2\n",
      "c__builtin__\nset\n",
      "cos\nsystem\n",
    );
    const part = fc.oneof(
      opcode.map((code) => Buffer.from([code])),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
      names.map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const pickle = Buffer.concat([Buffer.from([0x80, 2]), ...parts, Buffer.from(".")]);
        return /^(read|refused)$/.test(outcomeOf(pickle, 2 ** 16));
      }),
      { numRuns: 5000 },
    );
    expect(existsSync("EXECUTED")).toBe(false);
  });

  it.each<[string, string, number, string]>([
    // Each repeats its opcodes a million times: what is kept of them must stay in proportion.
    ["lists", "", 2 ** 20, "]"],
    ["dicts", "", 2 ** 20, "}"],
    [
      "sets from one long list",
      `](${"N".repeat(10_000)}eq\0c__builtin__\nset\nq\x01`,
      10_000,
      "h\x01h\0\x85R",
    ],
    [
      "texts encoded again and again",
      `X\x10\x27\0\0${"a".repeat(10_000)}q\0X\x06\0\0\0latin1q\x01c_codecs\nencode\nq\x02`,
      10_000,
      "h\x02h\0h\x01\x86R",
    ],
    ["one long key in many dicts", `X\x10\x27\0\0${"a".repeat(10_000)}q\0`, 10_000, "}h\0Ns"],
    [
      "dicts of one long dict",
      `}(${"K\x01N".repeat(5000)}uq\0ccollections\nOrderedDict\nq\x01`,
      10_000,
      "h\x01h\0\x85R",
    ],
    ["what is memorised", "N", 2 ** 18, "\x94"],
  ])("%s take no more than the budget", (_what, before, times, repeated) => {
    const pickle = Buffer.from(`\x80\x02(${before}${repeated.repeat(times)}t.`, "latin1");
    const started = performance.now();
    expect(outcomeOf(pickle, 2 ** 22)).toMatch(/^(read|refused)$/);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("containers in containers, as deep as there are bytes", () => {
    const deep = Buffer.from(`\x80\x02${"]".repeat(100_000)}${"a".repeat(99_999)}.`, "latin1");
    expect(outcomeOf(deep)).toBe("refused");
  });
});
