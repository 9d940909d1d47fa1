import { describe, expect, it } from "vitest";
import { patchSource } from "../../src/patch/patch-source.ts";

const SEEDS = [
  "random.seed(42)",
  "np.random.seed(42)",
  "torch.manual_seed(42)",
  "torch.cuda.manual_seed(42)",
  "torch.cuda.manual_seed_all(42)",
  "torch.backends.cudnn.deterministic = True",
  "torch.backends.cudnn.benchmark = False",
];
const MODULE = [
  '"""Doc."""',
  "from __future__ import annotations",
  "import torch",
  "",
  ...SEEDS,
  "work()",
  "",
].join("\n");
const patch = (text: string, seeds: "on" | "off") =>
  patchSource(text, { gems: "keep", seeds, noise: "keep" }, "file.py");

describe("the card's seven seed lines", () => {
  it("are all switched off, and on again to the byte", () => {
    const off = patch(MODULE, "off");
    for (const line of SEEDS) expect(off).toContain(`# fvalidate seeds off: ${line}`);
    expect(patch(off, "off")).toBe(off);
    expect(patch(off, "on")).toBe(MODULE);
  });

  it("in any order, spacing and number, in a function too", () => {
    const text = "def f():\n    torch . manual_seed( 7 )\n    np.random.seed(0); g()\n";
    const off = patch(text, "off");
    expect(off).toContain("    pass\n    # fvalidate seeds off: torch . manual_seed( 7 )\n");
  });

  it("are put behind the first imports with what they need where they are nowhere", () => {
    const on = patch('"""Doc."""\nfrom __future__ import annotations\nimport os\n\nwork()\n', "on");
    const lines = on.split("\n");
    expect(lines.slice(3, 5)).toEqual(["# fvalidate seeds on: next 10", "import random"]);
    for (const line of SEEDS) expect(lines).toContain(line);
    expect(patch(on, "on")).toBe(on);
    expect(patch(on, "off")).toBe('"""Doc."""\nfrom __future__ import annotations\nimport os\n\nwork()\n');
  });

  it("only those that are missing are put in", () => {
    const on = patch("import torch\ntorch.manual_seed(1)\n", "on");
    expect(on.match(/torch\.manual_seed\(/g)).toHaveLength(1);
    expect(on).toContain("random.seed(42)");
  });
});
