import { join } from "node:path";
import { expect, it } from "vitest";
import { importerFor } from "../../src/importers/index.ts";
import { OUTPUTS } from "./conformance.ts";
import { written } from "./written.ts";

it.each([
  ["lmms-eval", join(OUTPUTS, "lmms-eval"), "lmms-eval"],
  ["vlmevalkit", join(OUTPUTS, "vlmevalkit"), "VLMEvalKit"],
  ["flagevalmm", join(OUTPUTS, "flagevalmm"), "FlagEvalMM"],
])("a folder of several models of %s is recognised, and the message names them", async (_, folder, name) => {
  const importer = await importerFor(folder);
  expect(importer.name).toBe(name);
  await expect(importer.read(folder)).rejects.toMatchObject({
    kind: "input",
    message: expect.stringMatching(/several models: .*tiny-a.*tiny-b/),
    hint: expect.stringMatching(/Name/),
  });
});

it("a run of OpenCompass with several models says which folder to name", async () => {
  const folder = await written({
    "results/m/sums.json": { accuracy: 1 },
    "results/n/sums.json": { accuracy: 2 },
  });
  const importer = await importerFor(folder);
  await expect(importer.read(folder)).rejects.toMatchObject({
    message: `${folder} holds the outputs of several models: m, n.`,
    hint: `Name one of them: ${join(folder, "results/m")}.`,
  });
});
