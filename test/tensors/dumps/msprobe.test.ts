import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { fixture, readAll } from "../archive-fixtures.ts";
import { dumpFacts, linesOf, scratchFolder } from "./dump-facts.ts";

const MIX = fixture("msprobe/files/mix");
const { folder, copy } = scratchFolder();

function processOf(path: string): string {
  return join(path, readdirSync(path)[0]!);
}

function dumpJson(
  path: string,
  change: (json: { task: string; data: Record<string, unknown> }) => void,
): void {
  const file = join(path, "dump.json");
  const json = JSON.parse(readFileSync(file, "utf8"));
  change(json);
  writeFileSync(file, JSON.stringify(json));
}

describe("a dump of msprobe 26.2.0", () => {
  it("holds the tensors that torch.load reads from its files", async () => {
    const { format, tensors, notes } = await openTensors(MIX);
    const facts = dumpFacts("msprobe/facts/mix.json");
    expect({ format, notes }).toEqual({ format: "msprobe dump", notes: [] });
    expect(tensors.map(({ name }) => name).toSorted()).toEqual(Object.keys(facts).toSorted());
    const read = await readAll(tensors);
    for (const { name, dtype, shape } of tensors) {
      expect({ dtype, shape, values: read.get(name) }, name).toEqual(facts[name]);
    }
  });

  it("is in the order of calls: what goes in, what comes out, a module behind the functions within it", async () => {
    const lines = await linesOf(join(MIX, "step0"));
    // y = relu(first(x)) * scale; y.sum().backward(), by the model in fixtures/tensors/msprobe/make.py.
    expect(lines.map((line) => line.split(" | ")[0])).toEqual([
      ...["input", "input", "input", "output"].map((part) => `0 ${part} Functional.linear.0.forward`),
      ...["input", "output", "input", "input"].map((part) => `1 ${part} Module.first.Linear.forward.0`),
      ...["input", "output"].map((part) => `2 ${part} Torch.relu.0.forward`),
      ...["input", "input", "output"].map((part) => `3 ${part} Tensor.__mul__.0.forward`),
      ...["input", "output"].map((part) => `4 ${part} Tensor.sum.0.forward`),
      ...["input", "output"].map((part) => `5 ${part} Tensor.sum.0.backward`),
      ...["input", "output"].map((part) => `6 ${part} Tensor.__mul__.0.backward`),
      ...["input", "output"].map((part) => `7 ${part} Torch.relu.0.backward`),
      "8 input Module.first.Linear.backward.0",
      ...["input", "output", "output"].map((part) => `9 ${part} Functional.linear.0.backward`),
      ...["output", "output"].map((part) => `10 ${part} Module.first.Linear.parameters_grad.0`),
    ]);
  });

  it("hands the output of one call on as the input of the next, forward and backward", async () => {
    const read = await readAll((await openTensors(processOf(join(MIX, "step0")))).tensors);
    const chain = [
      "Module.first.Linear.forward.0",
      "Torch.relu.0.forward",
      "Tensor.__mul__.0.forward",
      "Tensor.sum.0.forward",
    ];
    for (const [i, call] of chain.slice(1).entries()) {
      expect(read.get(`${call}.input.0`)).toEqual(read.get(`${chain[i]}.output.0`));
    }
    expect(read.get("Tensor.__mul__.0.backward.input.0")).toEqual(read.get("Tensor.sum.0.backward.output.0"));
  });

  it("may be named by its root, a step or a process, and calls do not begin again with a step", async () => {
    const [root, step, process] = await Promise.all(
      [MIX, join(MIX, "step1"), processOf(join(MIX, "step1"))].map(linesOf),
    );
    expect(step).toEqual(process);
    expect(root!.at(-1)).toBe(
      "21 output step1/Module.first.Linear.parameters_grad.0 | step1/Module.first.Linear.parameters_grad.0.weight",
    );
  });

  it("names several processes by rank, and by their order where they have none", async () => {
    const ranks = copy("msprobe/files/mix", "ranks");
    rmSync(join(ranks, "step1"), { recursive: true });
    const process = processOf(join(ranks, "step0"));
    cpSync(process, join(ranks, "step0", "rank10"), { recursive: true });
    renameSync(process, join(ranks, "step0", "rank2"));
    const names = (await openTensors(ranks)).tensors.map(({ name }) => name.split("/").slice(0, 2).join("/"));
    expect([...new Set(names)]).toEqual(["step0/rank2", "step0/rank10"]);
    renameSync(join(ranks, "step0", "rank2"), join(ranks, "step0", "proc77"));
    renameSync(join(ranks, "step0", "rank10"), join(ranks, "step0", "proc9"));
    const again = (await openTensors(ranks)).tensors.map(({ name }) => name.split("/")[1]);
    expect([...new Set(again)]).toEqual(["proc[0]", "proc[1]"]);
  });

  it("takes a tensor that msprobe did not save, which it names -1, for no file", async () => {
    const path = processOf(join(copy("msprobe/files/mix", "unsaved"), "step0"));
    dumpJson(path, ({ data }) => {
      data["Torch.relu.0.forward"] = { output: [{ data_name: "-1", shape: [2, 3] }] };
    });
    const { notes } = await openTensors(path);
    expect(notes.join()).not.toContain("files that are not there");
  });

  it("says which files are missing, and which stand in no dump.json", async () => {
    const path = processOf(join(copy("msprobe/files/mix", "missing"), "step0"));
    rmSync(join(path, "dump_tensor_data", "Torch.relu.0.forward.output.0.pt"));
    dumpJson(path, ({ data }) => delete data["Tensor.sum.0.forward"]);
    const { tensors, notes } = await openTensors(path);
    expect(tensors.some(({ name }) => name.startsWith("Tensor.sum.0.forward"))).toBe(false);
    expect(notes).toEqual([
      "dump.json names files that are not there: Torch.relu.0.forward.output.0.pt",
      "dump.json does not name these files, which were left out: Tensor.sum.0.forward.input.0.pt, Tensor.sum.0.forward.output.0.pt",
    ]);
  });

  it("reads NaN among the statistics, as Python writes it", async () => {
    const path = processOf(join(copy("msprobe/files/mix", "nan"), "step0"));
    const file = join(path, "dump.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(/"Max": -?[\d.e-]+/, '"Max": NaN'));
    expect((await openTensors(path)).tensors).not.toEqual([]);
  });
});

describe("what is refused", () => {
  it("a dump of statistics, with the task that keeps tensors", async () => {
    await expect(openTensors(fixture("msprobe/files/statistics"))).rejects.toMatchObject({
      kind: "input",
      message: expect.stringContaining('holds no tensors; its task is "statistics".'),
      hint: expect.stringContaining('"task": "tensor"'),
    });
  });

  it.each(["../../secret.pt", "/etc/passwd", "a/b.pt", "a\\b.pt", "..", ""])(
    "a data_name that leads elsewhere: %j",
    async (name) => {
      const path = processOf(join(copy("msprobe/files/mix", `leads-${Math.random()}`), "step0"));
      dumpJson(path, ({ data }) => {
        data["Torch.relu.0.forward"] = { output: [{ data_name: name }] };
      });
      await expect(openTensors(path)).rejects.toThrow(
        /dump\.json: its "data_name" .* leads out of dump_tensor_data/,
      );
    },
  );

  it.each<[string, string, RegExp]>([
    ["no JSON", "{", /dump\.json: /],
    ["a list", "[]", /dump\.json: it has no "data" with the calls/],
    ["data that is a list", '{"data": []}', /it has no "data" with the calls/],
    ["values too deep", `{"data": {"x": ${"[".repeat(200)}${"]".repeat(200)}}}`, /nested more than 64 deep/],
    ["not UTF-8", "\xff", /it is not UTF-8/],
  ])("a dump.json that is %s", async (_what, text, message) => {
    const path = processOf(join(copy("msprobe/files/mix", `json-${Math.random()}`), "step0"));
    writeFileSync(join(path, "dump.json"), Buffer.from(text, "latin1"));
    await expect(openTensors(path)).rejects.toThrow(message);
    await expect(openTensors(path)).rejects.toMatchObject({ kind: "input" });
  });

  it("a damaged file among the good ones, by its name", async () => {
    const path = processOf(join(copy("msprobe/files/mix", "damaged"), "step0"));
    const file = join(path, "dump_tensor_data", "Torch.relu.0.forward.output.0.pt");
    writeFileSync(file, readFileSync(file).subarray(0, 900));
    await expect(openTensors(path)).rejects.toThrow(`Cannot read ${file}: it is truncated`);
  });
});

it("a folder that is no dump is read file by file", async () => {
  const path = copy("msprobe/files/mix/step0", "plain");
  const { format } = await openTensors(join(processOf(path), "dump_tensor_data"));
  expect(format).toBe("pt");
  expect(path.startsWith(folder)).toBe(true);
});
