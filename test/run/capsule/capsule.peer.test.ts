import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { CAMERAS } from "../../../src/contracts/policy.ts";
import { createSeededCapsule } from "../../../src/run/capsule/index.ts";
import { requestFor, temporaryFolder } from "./helpers.ts";

const execute = promisify(execFile);

/** Checks a capsule with nothing of ours: every file, the hash of hashes, the state's perturbation. */
const VERIFY = `
import hashlib, json, os, sys
import numpy as np
os.chdir(sys.argv[1])
manifest = json.load(open("manifest.json"))
files = [manifest["noise"]]
for o in manifest["observations"]:
    files += [o["images"][c] for c in ("base", "leftWrist", "rightWrist") if c in o["images"]]
    files += [o["request"], o["perturbedRequest"]]
    plain, moved = (json.load(open(o[k]["file"])) for k in ("request", "perturbedRequest"))
    state = np.array(plain["eef_pose"][0], np.float64)
    assert (state.astype(np.float32) == state).all() and (state == o["state"]).all()
    assert ((state * 1.001).astype(np.float32) == np.array(moved["eef_pose"][0])).all()
for f in files:
    data = open(f["file"], "rb").read()
    assert hashlib.sha256(data).hexdigest() == f["sha256"] and len(data) == f["bytes"], f
whole = hashlib.sha256("".join(f["sha256"] + "\\n" for f in files).encode()).hexdigest()
noise = np.load("noise.npy")
assert noise.dtype == np.float32 and list(noise.shape) == manifest["noise"]["shape"]
moved = np.nextafter(noise, np.float32(np.inf))
print(json.dumps({"sha256": whole, "moved": moved.ravel().astype(np.float64).tolist()}))
`;

/** The rule as src/run/capsule/manifest.ts states it for a shell. */
const SHELL = `jq -r '.noise, (.observations[] | .images.base, .images.leftWrist, .images.rightWrist,
  .request, .perturbedRequest | values) | .sha256' manifest.json | sha256sum`;

const hasNumpy = await runs("python3", ["-c", "import numpy"]);
const hasJq = await runs("sh", ["-c", "command -v jq && command -v sha256sum"]);

describe("a capsule", () => {
  test.skipIf(!hasNumpy)("is what Python and numpy make of it", { timeout: 60_000 }, async () => {
    const capsule = await createSeededCapsule({
      ...requestFor(await temporaryFolder(), { chunk: 50 }),
      observations: 3,
    });
    const { stdout } = await execute("python3", ["-c", VERIFY, capsule.folder]);
    const found: { sha256: string; moved: number[] } = JSON.parse(stdout);
    expect(found.sha256).toBe(capsule.sha256);
    expect(Array.from(capsule.perturbedNoise().data, Number)).toEqual(found.moved);
  });

  test
    .skipIf(!hasJq)
    .each([{ cameras: CAMERAS }, { cameras: ["base", "leftWrist"] }, { cameras: ["rightWrist"] }] as const)(
    "with $cameras has the hash that jq and sha256sum compute",
    async ({ cameras }) => {
      const request = requestFor(await temporaryFolder());
      const capsule = await createSeededCapsule({ ...request, cameras, observations: 2 });
      const { stdout } = await execute("sh", ["-c", SHELL], { cwd: capsule.folder });
      expect(stdout.split(" ")[0]).toBe(capsule.sha256);
    },
  );
});

/** Whether a peer is here; says so where it is not. */
async function runs(program: string, args: readonly string[]): Promise<boolean> {
  try {
    await execute(program, args);
    return true;
  } catch {
    process.stderr.write(`Skipped: ${program} ${args.join(" ")} fails here.\n`);
    return false;
  }
}
