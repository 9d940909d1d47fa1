import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadKinematics } from "../../src/suite/kinematics.ts";
import { loadSuite } from "../../src/suite/load.ts";

const INVALID = fileURLToPath(new URL("../../fixtures/kinematics/invalid/", import.meta.url));
const SHIPPED = fileURLToPath(new URL("../../suites/kinematics/", import.meta.url));

describe("kinematics that are refused, each with file, line and column", () => {
  it.each(readdirSync(INVALID).filter((name) => name.endsWith(".yaml")))("%s", async (name) => {
    const expected = readFileSync(join(INVALID, name.replace(".yaml", ".txt")), "utf8").trim();
    const error = await loadKinematics(join(INVALID, name)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "suite", message: expect.stringContaining(expected) });
    expect(error).toMatchObject({
      message: expect.stringMatching(new RegExp(`${basename(name)}:\\d+:\\d+: `)),
    });
  });
});

describe("shipped kinematics", () => {
  it.each(readdirSync(SHIPPED))("%s names its source and turns joints", async (name) => {
    const { source, joints } = await loadKinematics(join(SHIPPED, name));
    expect(source).toMatch(/\w+\/\w+/);
    expect(joints.filter(({ action }) => action !== null).length).toBeGreaterThan(0);
  });
});

describe("a suite's kinematics", () => {
  const suite = async (kinematics: string) => {
    const folder = await mkdtemp(join(tmpdir(), "suite-"));
    const path = join(folder, "mine.yaml");
    await writeFile(path, `schema: fvalidate.suite/1\nkind: pi0\ntitle: mine\n${kinematics}stacks: {}\n`);
    return { folder, path };
  };

  it("are read beside the suite; a row without an action turns by nothing", async () => {
    const { folder, path } = await suite("kinematics: arm.yaml\n");
    const rows =
      "[{ action: 1, aMetres: 1, alphaRadians: 0, dMetres: 0 }, { aMetres: 0, alphaRadians: 0, dMetres: 2 }]";
    const head =
      "schema: fvalidate.kinematics/1\nname: arm\nsource: a test\nconvention: modified\nactionAngles: radians";
    await writeFile(join(folder, "arm.yaml"), `${head}\njoints: ${rows}\n`);
    expect((await loadSuite(path)).kinematics).toEqual({
      name: "arm",
      source: "a test",
      convention: "modified",
      actionAngles: "radians",
      joints: [
        { action: 1, aMetres: 1, alphaRadians: 0, dMetres: 0, thetaOffsetRadians: 0 },
        { action: null, aMetres: 0, alphaRadians: 0, dMetres: 2, thetaOffsetRadians: 0 },
      ],
    });
  });

  it("with mistakes are named by their own file", async () => {
    const { folder, path } = await suite("kinematics: arm.yaml\n");
    await writeFile(join(folder, "arm.yaml"), "schema: fvalidate.kinematics/2\n");
    await expect(loadSuite(path)).rejects.toMatchObject({
      message: expect.stringContaining(`${join(folder, "arm.yaml")}:1:9: `),
    });
  });

  it("are none where the suite names none", async () => {
    expect((await loadSuite((await suite("")).path)).kinematics).toBeNull();
  });
});
