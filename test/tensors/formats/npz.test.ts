import { describe, expect, it } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { NPZ } from "../../../src/tensors/formats/npz.ts";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { createScratch } from "../../../src/tensors/zip/scratch.ts";
import { unpackDeflated } from "../../../src/tensors/zip/unpack.ts";
import { fixture, refusedFixtures } from "../archive-fixtures.ts";

it("says which members were left out", async () => {
  const { tensors, notes } = await NPZ.open(fixture("npz/files/comment-and-others.npz"), {});
  expect(tensors.map(({ name }) => name)).toEqual(["folder/x"]);
  expect(notes).toEqual(["README.txt is no array and was left out"]);
});

it("leaves stored arrays where they are, and says of deflated ones how they are packed", async () => {
  const stored = await NPZ.open(fixture("npz/files/stored-long.npz"), {});
  const deflated = await NPZ.open(fixture("npz/files/deflated-long.npz"), {});
  expect(stored.tensors.map(({ location }) => location.kind)).toEqual(["file", "file"]);
  // 128 bytes of header in front of 2000 float64.
  expect(deflated.tensors[0]?.location).toMatchObject({
    kind: "deflated",
    unpackedLength: 16_128,
    unpackedOffset: 128,
    byteLength: 16_000,
  });
});

describe("what is refused", () => {
  it.each(refusedFixtures("npz/invalid", ".npz"))("$name", async ({ path, pattern }) => {
    const error = await openTensors(path)
      .then(async ({ tensors }) => {
        await using scratch = await createScratch();
        return await unpackDeflated(tensors, scratch);
      })
      .catch((thrown: unknown) => thrown);
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
