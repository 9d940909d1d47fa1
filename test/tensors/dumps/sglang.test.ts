import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inCallOrder } from "../../../src/tensors/dumps/sglang-calls.ts";
import { sglangFile } from "../../../src/tensors/dumps/sglang-name.ts";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { fixture, readAll } from "../archive-fixtures.ts";
import { dumpFacts, linesOf, scratchFolder } from "./dump-facts.ts";

const { copy, folder } = scratchFolder();

/** The calls of the model in fixtures/tensors/sglang/make.py, in the order in which they return. */
const CALLS = [
  "0 input step0/model.layers.0.up",
  "0 output step0/model.layers.0.up",
  "1 output step0/activation@layer_id=0",
  "2 input step0/model.layers.0.down",
  "2 output step0/model.layers.0.down",
  "3 input step0/model.layers.0",
  "3 output step0/model.layers.0",
  "4 input step0/model.layers.1.up",
  "4 output step0/model.layers.1.up",
  "5 output step0/activation@layer_id=1",
  "6 input step0/model.layers.1.down",
  "6 output step0/model.layers.1.down",
  "7 input step0/model.layers.1",
  "7 output step0/model.layers.1",
  "8 input step0/model",
  "8 output step0/model",
  "9 input step0/(root)",
  "9 output step0/(root)",
];

describe("a dump by dumper.py of SGLang 0.5.23", () => {
  it("is in the order in which calls return, with what went in and what came out", async () => {
    const lines = await linesOf(fixture("sglang/files/dumper"));
    expect(lines.slice(0, CALLS.length).map((line) => line.split(" | ")[0])).toEqual(CALLS);
    // Call 10 is a dump of names of requests, which are no tensors.
    expect(lines[CALLS.length]).toBe(
      "11 input step1/model.layers.0.up | step1/non_intrusive__model.layers.0.up.inputs.0@layer_id=0",
    );
  });

  it("holds what torch.load reads from its files, but for values that are no tensors", async () => {
    const { format, tensors, notes } = await openTensors(fixture("sglang/files/dumper"));
    expect(format).toBe("SGLang dump");
    expect(notes).toEqual([expect.stringMatching(/^left out, .*name=request_ids.*name=request_ids/)]);
    const read = await readAll(tensors);
    const facts = Object.entries(dumpFacts("sglang/facts/dumper.json"));
    expect(tensors).toHaveLength(facts.length);
    for (const [file, { values }] of facts) {
      const name = sglangFile(file.replace(/: value$/, ""))!.name;
      expect(read.get(name), name).toEqual(values);
    }
  });

  it("may be named by the folder around it", async () => {
    const around = join(folder, "around");
    mkdirSync(around);
    cpSync(fixture("sglang/files/dumper"), join(around, "dump_20260101"), { recursive: true });
    expect(await linesOf(around)).toEqual(await linesOf(fixture("sglang/files/dumper")));
  });

  it("is the same in the form of 2025, but for the number of the step", async () => {
    const older = await linesOf(fixture("sglang/files/older"));
    const newer = await linesOf(fixture("sglang/files/dumper"));
    expect(older.map((line) => line.replaceAll("step1/", "step0/"))).toEqual(newer.slice(0, older.length));
    const read = await readAll((await openTensors(fixture("sglang/files/older"))).tensors);
    const facts = dumpFacts("sglang/facts/older.json");
    expect(read.get("step1/activation@layer_id=0")).toEqual(
      facts["forward_pass_id=1___rank=0___name=activation___dump_index=6___layer_id=0.pt: "]?.values,
    );
  });

  it("refuses a damaged file by its name", async () => {
    const path = copy("sglang/files/dumper", "damaged");
    const file = join(path, readdirSync(path)[0]!);
    writeFileSync(file, readFileSync(file).subarray(0, 700));
    await expect(openTensors(path)).rejects.toThrow(`Cannot read ${file}: it is truncated`);
  });
});

describe("names of files", () => {
  it.each([
    ["x.pt", null],
    ["name=x.pt", null],
    ["step=0___rank=0___name=x___dump_index=1.npy", null],
    ["step=0___rank=0___name=x___dump_index=-1.pt", null],
    [
      "step=2___rank=1___dump_index=7___name=a=b.pt",
      { rank: 1, index: 7, name: "step2/a=b", part: "output" },
    ],
    ["step=0___rank=0___dump_index=1___name=input_ids.pt", { name: "step0/input_ids", part: "input" }],
    [
      "step=0___rank=0___dump_index=1___name=x___recompute_status=recompute___tp_rank=1.pt",
      { name: "step0/x@recompute_status=recompute@tp_rank=1" },
    ],
    [
      "step=0___rank=0___dump_index=1___name=non_intrusive__a.output.dense.inputs.hidden.pt",
      { layer: "step0/a.output.dense", part: "input" },
    ],
    [
      "step=0___rank=0___dump_index=1___name=non_intrusive__a.output.1.pt",
      { layer: "step0/a", part: "output" },
    ],
  ])("%s", (file, told) => {
    if (told === null) expect(sglangFile(file)).toBeNull();
    else expect(sglangFile(file)).toMatchObject(told);
  });

  it("tells apart calls of one layer, dumps of one name and ranks", () => {
    const names = [
      "non_intrusive__m.inputs.0",
      "non_intrusive__m.output",
      "non_intrusive__m.inputs.0",
      "non_intrusive__m.output",
      "x",
      "x",
    ];
    const files = [0, 1].flatMap((rank) =>
      names.map((name, i) => sglangFile(`step=0___rank=${rank}___dump_index=${i + 1}___name=${name}.pt`)!),
    );
    const placed = inCallOrder(files.toReversed());
    expect(placed.filter(({ file }) => file.rank === 0).map(({ call, name }) => `${call} ${name}`)).toEqual([
      "0 rank0/step0/non_intrusive__m.inputs.0",
      "0 rank0/step0/non_intrusive__m.output",
      "2 rank0/step0/non_intrusive__m.inputs.0#1",
      "2 rank0/step0/non_intrusive__m.output#1",
      "4 rank0/step0/x",
      "6 rank0/step0/x#1",
    ]);
  });
});

describe("a dump by tensor_dump_forward_hook.py", () => {
  const passes = fixture("sglang/files/passes");

  it("is in the order of passes, and within one in the order of the file", async () => {
    const lines = await linesOf(passes);
    const blocks = ["model.layers.0.up", "model.layers.0.down", "model.layers.1.up", "model.layers.1.down"];
    // The top-level model's own output comes after its file was written: it stands in that of the next pass.
    const expected = [0, 1, 2].flatMap((pass) =>
      [...(pass === 0 ? [] : ["model"]), ...blocks].map((layer) => `pass${pass}/${layer}`),
    );
    expect(lines).toEqual(expected.map((name, call) => `${call} output ${name} | ${name}`));
  });

  it("holds what torch.load reads", async () => {
    const read = await readAll((await openTensors(passes)).tensors);
    for (const [file, { values }] of Object.entries(dumpFacts("sglang/facts/passes.json"))) {
      const [, pass, name] = /Pass0*(\d+)\.pt: (.*)$/.exec(file) ?? [];
      expect(read.get(`pass${pass}/${name}`), file).toEqual(values);
    }
  });

  it("names ranks where there are several, and may be one of them", async () => {
    const path = copy("sglang/files/passes", "ranks");
    const process = readdirSync(path)[0]!;
    cpSync(join(path, process), join(path, "TP1_PP0_Rank1_pid7"), { recursive: true });
    const names = (await openTensors(path)).tensors.map(({ name }) => name.split("/")[0]);
    expect([...new Set(names)]).toEqual(["rank0", "rank1"]);
    expect(await linesOf(join(path, process))).toEqual(await linesOf(passes));
    rmSync(path, { recursive: true });
  });
});
