import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { PT } from "../../../src/tensors/formats/pt.ts";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { fixture, refusedFixtures } from "../archive-fixtures.ts";

/** Counted by fixtures/tensors/pt/make.py in what torch.load returns. */
const OTHERS: Record<string, number> = JSON.parse(readFileSync(fixture("pt/others.json"), "utf8"));

it.each(Object.entries(OTHERS))(
  "%s: says that %i values beside the tensors were left out",
  async (name, others) => {
    const { notes } = await PT.open(fixture(`pt/files/${name}`), {});
    const left = others === 0 ? [] : [`${others} values that are no tensors were left out`];
    const extra = name === "with-extra-member.pt" ? ["with-extra-member/extra/readme.txt were left out"] : [];
    expect(notes).toEqual([...left, ...extra]);
  },
);

it("keeps tensors in the order of the pickle, and says where their views are", async () => {
  const { tensors } = await PT.open(fixture("pt/files/views.pt"), {});
  const views = Object.fromEntries(tensors.map((tensor) => [tensor.name, tensor]));
  expect(tensors[0]?.name).toBe("base");
  // base[1:, 1:3] of shape (3, 4, 5): offset 1·20 + 1·5, strides as the base's.
  expect(views["slice"]).toMatchObject({ shape: [2, 2, 5], strides: [20, 5, 1], firstElement: 25 });
  expect(views["transposed"]).toMatchObject({ shape: [5, 4, 3], strides: [1, 5, 20] });
  expect(views["expanded"]).toMatchObject({ shape: [4], strides: [0] });
  // All of them share one storage.
  expect(views["slice"]?.location).toEqual(views["base"]?.location);
});

describe("what is refused", () => {
  it.each(refusedFixtures("pt/invalid", ".pt"))("$name", async ({ path, pattern }) => {
    const error = await openTensors(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FvalidateError);
    const { kind, message, hint } = error as FvalidateError;
    expect(message).toMatch(pattern);
    expect({ kind, namesFile: message.includes(path), hasHint: Boolean(hint) }).toEqual({
      kind: "input",
      namesFile: true,
      hasHint: true,
    });
  });
});

describe("programs in pickles", () => {
  it.each(refusedFixtures("pt/invalid/programs", ".pt"))(
    "$name: refused by its name, and nothing is run",
    async ({ path, pattern }) => {
      await expect(PT.open(path, {})).rejects.toThrow(pattern);
      expect(existsSync("EXECUTED")).toBe(false);
    },
  );
});
