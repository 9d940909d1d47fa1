import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, readFile, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filesOf } from "../../../src/stacks/place/files.ts";
import { placeOf, sshOptions } from "../../../src/stacks/place/place.ts";
import { shellLine } from "../../../src/support/shell-quote.ts";
import { anyCharacter } from "../../support/any-character.ts";

const here = placeOf({ ssh: null, container: null });
const folder = () => mkdtemp(join(tmpdir(), "fvalidate place ' "));

describe("shell words", () => {
  it("come back from a real shell as they were, also through a second one, as ssh has it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: anyCharacter }).map((text) => text.replaceAll("\0", ""))),
        (words) => {
          const line = shellLine(["printf", "%s\\0", ...words, "end"]);
          const twice = shellLine(["sh", "-c", line]);
          const expected = [...words, "end", ""].join("\0");
          // Node replaces lone surrogates, which no argument can hold.
          expect(execFileSync("sh", ["-c", twice], { encoding: "utf8" })).toBe(
            Buffer.from(expected).toString(),
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("commands of a place", () => {
  it("nest: ssh outside, the container inside, each word quoted for the login shell", () => {
    const place = placeOf({ ssh: "root@gpu-1:2222", container: "flagos" });
    expect(place.command(["echo", "it's"])).toEqual([
      "ssh",
      ...sshOptions("root@gpu-1:2222"),
      "docker exec -i flagos echo 'it'\\''s'",
    ]);
    expect(sshOptions("root@gpu-1:2222").slice(-3)).toEqual(["-p", "2222", "root@gpu-1"]);
    expect(place.description).toBe("container flagos on root@gpu-1:2222");
  });
});

describe("files of a place", () => {
  it("are read and replaced byte for byte, with mode kept and links followed", async () => {
    const at = await folder();
    const files = filesOf(here, at);
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await writeFile(join(at, "real.bin"), "old");
    await chmod(join(at, "real.bin"), 0o600);
    await symlink("real.bin", join(at, "link.bin"));
    const path = await files.resolve("link.bin");
    expect(path).toBe(join(at, "real.bin"));
    await files.setAside(path, `${path}.aside`);
    await files.write(path, bytes);
    expect(Buffer.from((await files.read(path)) ?? [])).toEqual(Buffer.from(bytes));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readlink(join(at, "link.bin"))).toBe("real.bin");
    await files.move(`${path}.aside`, path);
    expect(await readFile(path, "utf8")).toBe("old");
  });

  it("are told apart: absent, unreadable, and set aside already", async () => {
    const at = await folder();
    const files = filesOf(here, at);
    expect(await files.read(join(at, "gone"))).toBeNull();
    await expect(files.read(at)).rejects.toMatchObject({ kind: "stack" });
    await writeFile(join(at, "a"), "1");
    await files.setAside(join(at, "a"), join(at, "b"));
    await expect(files.setAside(join(at, "a"), join(at, "b"))).rejects.toThrow(/there already is/);
    await files.remove(join(at, "a"));
    await files.remove(join(at, "a"));
  });

  it("cannot be compiled where there is no such Python, which is no problem of the source", async () => {
    const files = filesOf(here, await folder());
    expect(await files.compileProblem("no-such-python", Buffer.from("x ="), "m.py")).toBeNull();
  });
});
