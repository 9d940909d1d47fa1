import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Observation } from "../../src/contracts/policy.ts";
import { PROFILES } from "../../src/drivers/index.ts";
import type { Profile } from "../../src/drivers/profile.ts";
import { encodePng } from "../../src/support/picture.ts";

/** JSON protocols carry a picture's file as it is, so the first bytes of one do. */
const OBSERVATION: Observation = {
  images: {
    base: Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
    leftWrist: Uint8Array.of(0xff, 0xd8, 0xff),
    rightWrist: Uint8Array.of(0x52, 0x49, 0x46, 0x46),
  },
  state: [0.5, -0.25],
  instruction: 'Grab the "orange".',
};
const [PNG, JPEG, WEBP] = ["iVBORw==", "/9j/", "UklGRg=="];

/** What FlagScale's published client of November 2025 sends, with the one state in all three places. */
const PUBLISHED = {
  instruction: 'Grab the "orange".',
  qpos: [[0.5, -0.25]],
  eef_pose: [[0.5, -0.25]],
  state: [[0.5, -0.25]],
  high_level_instruction: 'Grab the "orange".',
  images: [{ cam_high: PNG, cam_left_wrist: JPEG, cam_right_wrist: WEBP }],
  fine_grained_instruction: null,
  image_masks: [{ base_0_rgb: true, left_wrist_0_rgb: true, right_wrist_0_rgb: true }],
  num_steps: 20,
  temperature: 0.8,
  top_p: 0.95,
  max_new_tokens: 64,
  do_sample: false,
};

describe("the request of", () => {
  const known: [profile: keyof typeof PROFILES, fields: Record<string, unknown>][] = [
    ["flagscale-g0", PUBLISHED],
    ["flagscale-g1", PUBLISHED],
    [
      "flagscale-pi05",
      {
        instruction: 'Grab the "orange".',
        states: [0.5, -0.25],
        "observation.images.camera0": `data:image/png;base64,${PNG}`,
        "observation.images.camera1": `data:image/jpeg;base64,${JPEG}`,
        "observation.images.camera2": `data:image/webp;base64,${WEBP}`,
      },
    ],
    [
      "flagscale-g2",
      {
        instruction: 'Grab the "orange".',
        state: [[0.5, -0.25]],
        images: [
          {
            "observation.images.base_0_rgb": PNG,
            "observation.images.left_wrist_0_rgb": JPEG,
            "observation.images.right_wrist_0_rgb": WEBP,
          },
        ],
      },
    ],
  ];
  test.each(known)("%s is what its servers take, byte for byte", async (profile, fields) => {
    const body = await PROFILES[profile].encodeRequest(OBSERVATION);
    expect(Buffer.from(body).toString()).toBe(JSON.stringify(fields));
  });

  test("openpi-websocket is what Python's msgpack and numpy write, byte for byte", async () => {
    const images = await Promise.all([10, 100, 200].map((shade) => encodePng(stripe(shade))));
    const [base = new Uint8Array(), leftWrist = new Uint8Array(), rightWrist = new Uint8Array()] = images;
    const state = Array.from({ length: 32 }, (_, index) => (index - 3) / 4);
    const observation = { images: { base, leftWrist, rightWrist }, state, instruction: "Grab the orange." };
    const file = new URL("../../fixtures/exchanges/requests/openpi-websocket.msgpack", import.meta.url);
    const body = await PROFILES["openpi-websocket"].encodeRequest(observation);
    expect(Buffer.from(body).equals(readFileSync(file))).toBe(true);
  });
});

describe("a server's half refuses, in the words of FlagScale's server,", () => {
  const g1 = PROFILES["flagscale-g1"];
  const refused: [what: string, fields: unknown, message: string][] = [
    ["no object", [], "Request format error"],
    ["an empty object", {}, "Request format error"],
    ["no qpos", without("qpos"), "Request requires: qpos"],
    ["no eef_pose", without("eef_pose"), "Request requires: eef_pose"],
    ["no instruction", without("instruction"), "Request requires instruction"],
    ["text in eef_pose", { ...PUBLISHED, eef_pose: [["x"]] }, "State parameters processing error"],
    ["a camera without text", { ...PUBLISHED, images: [{ cam_high: 1 }] }, "image process failed: cam_high"],
    ["no camera", { ...PUBLISHED, images: [{ cam_low: PNG }] }, "image process failed: no cam_high"],
    ["no images", without("images"), "image process failed"],
  ];
  test.each(refused)("%s", async (_what, fields, message) => {
    await expect(requestTo(g1, fields)).rejects.toMatchObject({
      kind: "input",
      message: expect.stringContaining(message),
    });
  });

  test("a picture that is none", async () => {
    await expect(requestTo(g1, PUBLISHED)).rejects.toMatchObject({
      kind: "input",
      message: expect.stringMatching(/^cam_\w+: not a whole PNG, JPEG or WebP picture/),
    });
  });
});

test("the server computes on eef_pose, not on qpos or state", async () => {
  const picture = Buffer.from(await encodePng(stripe(0))).toString("base64");
  const images = [{ cam_high: picture, cam_left_wrist: picture, cam_right_wrist: picture }];
  const fields = { ...PUBLISHED, images, qpos: [[1, 1]], eef_pose: [[2, 3]], state: [[4, 4]] };
  expect((await requestTo(PROFILES["flagscale-g1"], fields)).state).toEqual([2, 3]);
});

function requestTo(profile: Profile, fields: unknown) {
  return profile.decodeRequest(Buffer.from(JSON.stringify(fields)));
}

function without(name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(PUBLISHED).filter(([field]) => field !== name));
}

/** As make.py in the fixtures draws it. */
function stripe(shade: number) {
  return { width: 200, height: 1, pixels: Uint8Array.from({ length: 600 }, (_, index) => index + shade) };
}
