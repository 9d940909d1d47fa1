import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fatalMeaning } from "../../../src/stacks/managed/fatal-lines.ts";
import { GemsLines } from "../../../src/stacks/managed/gems-lines.ts";
import { LogWatch } from "../../../src/stacks/managed/log-watch.ts";
import { parseSections } from "../../../src/stacks/managed/sections.ts";

const linesOf = (...lines: string[]) => {
  const gems = new GemsLines();
  for (const line of lines) gems.take(line);
  return gems;
};

describe("a watched log", () => {
  it("gives the same lines however it grew", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.array(fc.nat(50)), (texts, cuts) => {
        const lines = texts
          .map((text) => text.replaceAll(/[\r\n]/g, ""))
          .filter((text) => text.trim() !== "");
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const log = new LogWatch("server.log", 100);
        const seen: string[] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          const end = Math.min(bytes.length, at + cut);
          seen.push(...log.take(100 + at, bytes.subarray(at, end)));
          at = end;
        }
        expect(seen).toEqual(lines);
        expect(log.offset).toBe(100 + bytes.length);
      }),
    );
  });

  it("begins anew when the log became shorter", () => {
    const log = new LogWatch("server.log", 50);
    expect(log.take(50, Buffer.from("half a li"))).toEqual([]);
    expect(log.take(0, Buffer.from("new\n"))).toEqual(["new"]);
  });

  it("keeps the last lines, and a bounded part of one that never ends", () => {
    const log = new LogWatch("server.log", 0);
    log.take(0, Buffer.from(Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join("")));
    expect(log.tail).toHaveLength(20);
    expect(log.tail.at(-1)).toBe("line 99");
    log.take(log.offset, Buffer.from("x".repeat(100_000)));
    expect(log.tail.at(-1)?.length).toBeLessThan(20_000);
  });
});

describe("sections", () => {
  it("come back as they were framed, binary content too, a torn last one left out", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), fc.nat(5), (contents, torn) => {
        const framed = contents.map((content, index) =>
          Buffer.concat([Buffer.from(`log ${index} 7 ${content.length}\n`), content]),
        );
        const whole = Buffer.concat(framed);
        expect(parseSections(whole).map(({ content }) => [...content])).toEqual(contents.map((c) => [...c]));
        const last = framed.at(-1);
        if (last === undefined || torn === 0) return;
        expect(parseSections(whole.subarray(0, whole.length - Math.min(torn, last.length)))).toHaveLength(
          contents.length - 1,
        );
      }),
    );
  });
});

describe("lines of FlagGems and its plugin", () => {
  it("name operators in the format of 3.0 and in that of 4.2.1 and later", () => {
    const gems = linesOf("[DEBUG] flag_gems.ops.add: GEMS ADD", "[DEBUG] flag_gems.ops.add.add: GEMS ADD");
    expect(gems.operators).toEqual({ "flag_gems.ops.add": 1, "flag_gems.ops.add.add": 1 });
    expect(gems.showsFlagos).toBe(true);
  });

  it.each([
    "INFO [FlagGems] Enable all ops",
    "(Worker pid=7) INFO 01-22 [worker.py:255] [FlagGems] Enable only the following ops: ['mm', 'add']",
    "Op 'rms_norm' using 'default.flagos' (kind=flagos, vendor=None)",
    "Using CommunicatorFL",
    "Patched vllm with FLAGGEMS rms_norm",
  ])("show FlagOS: %s", (line) => expect(linesOf(line).showsFlagos).toBe(true));

  it.each([
    "[FlagGems] Enable only the following ops: []",
    "UserWarning: only_enable failed: No include parameter.",
    "UserWarning: only_enable failed: No op to register.",
    "Op 'rms_norm' using 'vendor.cuda' (kind=vendor, vendor=cuda)",
    // The plugin may be loaded and everything in it switched off.
    "INFO Platform plugin fl is activated",
    "import flag_gems",
  ])("do not show FlagOS: %s", (line) => expect(linesOf(line).showsFlagos).toBe(false));
});

describe("fatal lines", () => {
  it.each([
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB",
    "RuntimeError: CUDA error: no kernel image is available for execution on the device",
    "ModuleNotFoundError: No module named 'flag_gems'",
    "OSError: [Errno 98] Address already in use",
    "ImportError: Failed to import 'flag_gems'. Please install flag_gems",
  ])("end the wait: %s", (line) => expect(fatalMeaning(line, [])).not.toBeNull());

  it.each([
    "INFO Bloom filter and ZOOM are ready",
    "WARNING optional: ImportError: no xformers, falling back",
    "Loading safetensors checkpoint shards: 100%",
  ])("do not: %s", (line) => expect(fatalMeaning(line, [])).toBeNull());
});
