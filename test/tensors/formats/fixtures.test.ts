import { describe, expect, it } from "vitest";
import { TENSOR_FORMATS } from "../../../src/tensors/formats/index.ts";
import { openTensorFile } from "../../../src/tensors/stored/open-file.ts";
import { STORED_DTYPES } from "../../../src/tensors/stored/stored-dtype.ts";
import { fixturesOf, valuesOf } from "./fixtures.ts";

describe.each(TENSOR_FORMATS)("$name", (format) => {
  const fixtures = fixturesOf(format.name);

  it("has fixtures that its own library wrote", () => {
    expect(fixtures.length).toBeGreaterThan(0);
  });

  it.each(fixtures)("reads from $name what its own library reads", async ({ path, options, tensors }) => {
    const opened = await openTensorFile(path, options);
    expect(opened.format).toBe(format.name);
    expect(opened.tensors.map(({ name }) => name).toSorted()).toEqual([...tensors.keys()].toSorted());
    const found = await valuesOf(opened.tensors);
    for (const [i, { name, dtype, shape }] of opened.tensors.entries()) {
      expect({ dtype, shape, values: found[i] }, name).toEqual(tensors.get(name));
    }
  });
});

it("every dtype stands in some fixture", () => {
  const seen = TENSOR_FORMATS.flatMap(({ name }) => fixturesOf(name))
    .flatMap(({ tensors }) => [...tensors.values()])
    .map(({ dtype }) => dtype);
  expect([...new Set(seen)].toSorted()).toEqual([...STORED_DTYPES].toSorted());
});
