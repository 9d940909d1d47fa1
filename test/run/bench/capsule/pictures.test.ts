import { readdir } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { restorePictures, storePictures } from "../../../../src/run/bench/capsule/pictures.ts";
import { temporaryFolder } from "../../../support/cli.ts";

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);

function request(texts: readonly string[], picture: Buffer): string {
  const url = `data:image/png;base64,${picture.toString("base64")}`;
  const parts = texts.flatMap((text) => [
    { type: "text", text },
    { type: "image_url", image_url: { url } },
  ]);
  return `,${JSON.stringify({ messages: [{ role: "user", content: parts }] }).slice(1)}`;
}

describe("pictures of a capsule", () => {
  test("are kept once and come back to the byte", async () => {
    const folder = await temporaryFolder();
    const kept = new Set<string>();
    const sent = request(["a", "b"], PNG);
    const stored = await storePictures(sent, folder, kept);
    expect(stored).not.toContain("base64");
    expect(await readdir(folder)).toHaveLength(1);
    expect(Buffer.from(await restorePictures(stored, folder)).toString()).toBe(sent);
  });

  test("are never mistaken in a question's own words", async () => {
    const folder = await temporaryFolder();
    const words = fc.constantFrom(
      '"url":"data:image/png;base64,AAAA"',
      `"url":"capsule:${"0".repeat(64)}.png"`,
      "plain",
      '\\"url\\":\\"capsule:',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(words, fc.string()), { maxLength: 4 }), async (texts) => {
        const sent = request(texts, PNG);
        const stored = await storePictures(sent, folder, new Set());
        expect(Buffer.from(await restorePictures(stored, folder)).toString()).toBe(sent);
      }),
      { numRuns: 50 },
    );
  });
});
