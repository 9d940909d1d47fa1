import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openElements } from "../../../src/tensors/stored/elements.ts";
import { openTensors } from "../../../src/tensors/stored/open.ts";
import { BITS_PER_ELEMENT } from "../../../src/tensors/stored/stored-dtype.ts";
import { elementCount } from "../../../src/tensors/tensor.ts";
import { python, pythonHas } from "../python.ts";

const folder = mkdtempSync(join(tmpdir(), "fvalidate-pt-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nested containers of random views of random storages, saved; the bytes of each tensor in C order, as torch has them. */
const SAVE = `
import json, random, sys
import torch
NAMES = ["float16", "bfloat16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool", "complex64", "complex128", "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu"]
def storage(random, name):
    size = torch.empty(0, dtype=getattr(torch, name)).element_size()
    data = torch.tensor([random.randrange(2 if name == "bool" else 256) for _ in range(size * random.choice([0, 1, 24, 120]))], dtype=torch.uint8)
    return data.view(getattr(torch, name)) if name != "bool" else data.bool()
def view(random, tensor):
    for _ in range(random.randrange(5)):
        kind = random.choice(["reshape", "transpose", "slice", "select", "expand", "unsqueeze"])
        if kind == "reshape" and tensor.is_contiguous() and tensor.numel() % 6 == 0 and tensor.numel(): tensor = tensor.view(2, 3, -1)
        if kind == "transpose" and tensor.dim() > 1: tensor = tensor.transpose(*random.sample(range(tensor.dim()), 2))
        if kind == "slice" and tensor.dim(): tensor = tensor[random.randrange(3) :: random.choice([1, 2, 3])]
        if kind == "select" and tensor.dim() and tensor.shape[-1]: tensor = tensor[..., random.randrange(tensor.shape[-1])]
        if kind == "expand": tensor = tensor.unsqueeze(0).expand(2, *tensor.shape)
        if kind == "unsqueeze": tensor = tensor.unsqueeze(random.randrange(tensor.dim() + 1))
    return tensor
def told(tensor):
    plain = tensor.detach().clone(memory_format=torch.contiguous_format).contiguous()
    return {"dtype": str(plain.dtype)[6:], "shape": list(plain.shape), "bytes": bytes(plain.untyped_storage()[: plain.numel() * plain.element_size()]).hex()}
folder = json.load(sys.stdin)
answers = []
for seed in range(40):
    chance = random.Random(seed)
    storages = [storage(chance, chance.choice(NAMES)) for _ in range(6)]
    value, tensors = {}, {}
    for i in range(12):
        tensor = view(chance, chance.choice(storages))
        if tensor.is_floating_point() and chance.random() < 0.3: tensor = torch.nn.Parameter(tensor, requires_grad=False)
        if chance.random() < 0.5: value[f"a.{i}"] = tensor; tensors[f"a.{i}"] = told(tensor)
        else: value.setdefault("list", []).append((i, {"x": tensor})); tensors[f"list.{len(value['list']) - 1}.1.x"] = told(tensor)
    path = f"{folder}/{seed}.pt"
    torch.save(value, path, pickle_protocol=chance.choice([2, 3, 4, 5]))
    answers.append({"path": path, "tensors": tensors})
print(json.dumps(answers))
`;

const answers = z.array(
  z.object({
    path: z.string(),
    tensors: z.record(
      z.string(),
      z.object({ dtype: z.string(), shape: z.array(z.number()), bytes: z.string() }),
    ),
  }),
);

describe.skipIf(!pythonHas("torch"))("what torch.save writes", () => {
  it("random views in random containers, of every dtype and protocol", async () => {
    for (const { path, tensors } of answers.parse(python(SAVE, folder))) {
      const opened = await openTensors(path);
      const read = opened.tensors.map((tensor) => {
        using elements = openElements(tensor);
        const { name, dtype, shape } = tensor;
        const bytes = Buffer.alloc((elementCount(shape) * BITS_PER_ELEMENT[dtype]) / 8);
        elements.readBytes(0, bytes);
        return [name, { dtype, shape, bytes: bytes.toString("hex") }];
      });
      expect(Object.fromEntries(read), path).toEqual(tensors);
    }
  });
});
