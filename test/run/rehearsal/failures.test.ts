import { describe, expect, it } from "vitest";
import { PROFILES } from "../../../src/drivers/index.ts";
import { FAILURE_MODES, plannedFailure } from "../../../src/run/rehearsal/index.ts";
import { rehearse } from "./rehearsals.ts";

describe("plannedFailure", () => {
  it("takes a mode, and the request from which on it applies", () => {
    expect(plannedFailure("hang")).toEqual({ mode: "hang", from: 1 });
    expect(plannedFailure("noise-in-place@12")).toEqual({ mode: "noise-in-place", from: 12 });
  });

  it.each(["", "explode", "hang@", "hang@0", "hang@1.5", "hang@-1", "hang@1@2", "HANG", "toString"])(
    "refuses %j and lists the modes",
    (text) => {
      expect(() => plannedFailure(text)).toThrow(
        expect.objectContaining({ kind: "usage", hint: expect.stringContaining("unseeded-noise") }),
      );
    },
  );

  it("every mode has a description of one sentence", () => {
    for (const description of Object.values(FAILURE_MODES)) expect(description).toMatch(/^[a-z].{10,}[^.]$/);
  });
});

/** What a driver says of each mode that breaks an answer, on each transport. */
const BROKEN: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  "flagscale-g1": {
    "http-500": /status 500.*planted failure/,
    "json-error": /status 400.*Request format error/,
    close: /closed the connection|terminated|aborted/,
    "wrong-shape": /another shape.*\[10, 14\].*\[9, 14\]/,
  },
  "openpi-websocket": {
    "text-frame": /server failed: .*planted failure/,
    close: /closed the connection/,
    "wrong-shape": /another shape.*\[50, 32\].*\[9, 32\]/,
  },
};

for (const [profile, modes] of Object.entries(BROKEN)) {
  describe(`failures of ${profile}`, () => {
    it.each(Object.entries(modes))("%s from the second request on", async (mode, message) => {
      await using rehearsal = await rehearse(profile, { fail: `${mode}@2` });
      await rehearsal.ask();
      await expect(rehearsal.ask(1)).rejects.toMatchObject({
        kind: "stack",
        message: expect.stringMatching(message),
      });
    });

    it("hang", async () => {
      await using rehearsal = await rehearse(profile, { fail: "hang", timeoutMilliseconds: 200 });
      await expect(rehearsal.ask()).rejects.toMatchObject({
        kind: "stack",
        message: expect.stringMatching(/within 0.2/),
      });
    });

    it("nan", async () => {
      await using rehearsal = await rehearse(profile, { fail: "nan@2" });
      const { actions } = await rehearsal.ask();
      const damaged = await rehearsal.ask();
      expect(Number(actions.data[5])).not.toBeNaN();
      expect(
        Array.from(damaged.actions.data, Number).flatMap((value, i) => (Number.isNaN(value) ? [i] : [])),
      ).toEqual([5]);
    });

    it("unseeded-noise: other actions for the same question", async () => {
      await using rehearsal = await rehearse(profile, { fail: "unseeded-noise" });
      const answers = [await rehearsal.ask(), await rehearsal.ask(), await rehearsal.ask()];
      expect(new Set(answers.map(({ actions }) => actions.data.join())).size).toBe(3);
    });

    it("noise-in-place: the first answer is right, and each begins where the last ended", async () => {
      await using good = await rehearse(profile);
      await using rehearsal = await rehearse(profile, { fail: "noise-in-place" });
      const answers = [await rehearsal.ask(), await rehearsal.ask(), await rehearsal.ask()];
      expect(answers[0]?.actions.data).toEqual((await good.ask()).actions.data);
      expect(new Set(answers.map(({ actions }) => actions.data.join())).size).toBe(3);
    });
  });
}

it.each([
  ["flagscale-g2", "text-frame"],
  ["openpi-websocket", "http-500"],
  ["openpi-websocket", "json-error"],
])("%s cannot show %s, and says so at once", async (profile, mode) => {
  expect(Object.keys(PROFILES)).toContain(profile);
  await expect(rehearse(profile, { fail: mode })).rejects.toMatchObject({
    kind: "usage",
    message: expect.stringContaining(mode),
    hint: expect.stringContaining("noise-in-place"),
  });
});
