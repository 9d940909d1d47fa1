import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { BYTES_PER_ELEMENT, DTYPES, type DType } from "../../src/tensors/dtype.ts";
import { encodeBfloat16, encodeFloat16 } from "../../src/tensors/float16.ts";
import { decodeNpy, encodeNpy, readNpyFile } from "../../src/tensors/npy.ts";
import { elementCount, type Tensor } from "../../src/tensors/tensor.ts";
import { bytesOf, typedArray } from "../../src/tensors/tensor-data.ts";
import { pythonHas, python as runPython } from "./python.ts";

const hasNumpy = pythonHas("numpy");
const hasBfloat16 = hasNumpy && pythonHas("ml_dtypes");
const folder = mkdtempSync(join(tmpdir(), "fvalidate-npy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SHAPES = [[], [0], [3, 0, 2], [1], [7], [1, 5], [4, 1], [2, 3], [2, 3, 4], [1, 2, 1, 3]];
const CASES = SHAPES.flatMap((shape) =>
  (["little", "big"] as const).flatMap((byteOrder) =>
    [false, true].map((fortranOrder) => ({ shape, byteOrder, fortranOrder })),
  ),
);

const PRELUDE = `
import io, json, sys
import numpy as np
def dtype_of(name, order):
    if name == "bfloat16":
        import ml_dtypes
        return np.dtype(ml_dtypes.bfloat16).newbyteorder(order)
    return np.dtype(name).newbyteorder(order)
cases = json.load(sys.stdin)
`;

/** numpy reads each file of ours and saves what it read; both as hexadecimal digits. */
const READ_AND_SAVE = `${PRELUDE}
answers = []
for case in cases:
    array = np.load(case["path"], allow_pickle=False)
    if case["dtype"] == "bfloat16":
        array = array.view(dtype_of("bfloat16", ">" if case["big"] else "<"))
    little = array.astype(dtype_of(case["dtype"], "<"))
    saved = io.BytesIO()
    np.save(saved, array)
    answers.append({
        "dtype": array.dtype.name, "shape": list(array.shape),
        "values": little.tobytes(order="C").hex(), "saved": saved.getvalue().hex(),
    })
print(json.dumps(answers))
`;

const answersSchema = z.array(
  z.object({ dtype: z.string(), shape: z.array(z.number()), values: z.string(), saved: z.string() }),
);

describe.skipIf(!hasNumpy)("numpy reads what fvalidate writes, and writes the same bytes", () => {
  for (const dtype of DTYPES) {
    it.skipIf(dtype === "bfloat16" && !hasBfloat16)(dtype, () => {
      const files = CASES.map((format, i) => {
        const tensor = sample(dtype, format.shape);
        const path = join(folder, `${dtype}-${i}.npy`);
        const content = encodeNpy(tensor, format);
        writeFileSync(path, content);
        return { tensor, content, path, format };
      });
      const answers = answersSchema.parse(
        runPython(
          READ_AND_SAVE,
          files.map(({ path, format }) => ({ path, dtype, big: format.byteOrder === "big" })),
        ),
      );
      for (const [i, { tensor, content, format }] of files.entries()) {
        const { shape, values, saved, dtype: found } = answers[i] ?? fail();
        const what = JSON.stringify(format);
        expect({ dtype: found, shape }, what).toEqual({ dtype, shape: tensor.shape });
        expect(values, what).toBe(hex(bytesOf(tensor.data)));
        expect(saved, what).toBe(hex(content));
      }
    });
  }
});

/** numpy saves a given little-endian array in another byte order and element order. */
const SAVE = `${PRELUDE}
for case in cases:
    bits = np.frombuffer(bytes.fromhex(case["bytes"]), dtype=dtype_of(case["dtype"], "<")).reshape(case["shape"])
    array = bits.astype(dtype_of(case["dtype"], ">" if case["byteOrder"] == "big" else "<"))
    with open(case["path"], "wb") as file:
        ordered = array.copy(order="F") if case["fortranOrder"] else array
        np.lib.format.write_array(file, ordered, version=tuple(case["version"]))
print("null")
`;

describe.skipIf(!hasNumpy)("fvalidate reads what numpy writes, in all versions", () => {
  for (const dtype of DTYPES) {
    it.skipIf(dtype === "bfloat16" && !hasBfloat16)(dtype, async () => {
      const cases = CASES.flatMap((format, i) =>
        [1, 2, 3].map((version) => {
          const tensor = sample(dtype, format.shape);
          const path = join(folder, `numpy-${dtype}-${i}-${version}.npy`);
          return { tensor, path, ...format, dtype, version: [version, 0], bytes: hex(bytesOf(tensor.data)) };
        }),
      );
      runPython(
        SAVE,
        cases.map(({ tensor, ...facts }) => facts),
      );
      for (const { path, tensor } of cases) {
        const declared = dtype === "bfloat16" ? { dtype } : {};
        expect(await readNpyFile(path, declared)).toEqual(tensor);
        expect(decodeNpy(readFileSync(path), { name: path, ...declared })).toEqual(tensor);
      }
    });
  }
});

const ENCODE = (type: string) => `${PRELUDE}
${type === "bfloat16" ? "import ml_dtypes" : ""}
values = np.array(cases, "<f8").astype("<f4")
print(json.dumps(values.astype(${type === "bfloat16" ? "ml_dtypes.bfloat16" : "np.float16"}).view("<u2").tolist()))
`;

describe.skipIf(!hasNumpy)("the 16-bit floats of 50000 random float32 numbers", () => {
  const float32 = new Float32Array(
    Uint32Array.from({ length: 50_000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1)).buffer,
  );
  // Half of them in float16's range, where most bit patterns are not.
  const numbers = [...float32].filter(Number.isFinite).map((x, i) => (i % 2 ? x : Math.fround(x % 70000)));

  it("are numpy's", () => {
    expect(numbers.map(encodeFloat16)).toEqual(runPython(ENCODE("float16"), numbers));
  });

  it.skipIf(!hasBfloat16)("are ml_dtypes'", () => {
    expect(numbers.map(encodeBfloat16)).toEqual(runPython(ENCODE("bfloat16"), numbers));
  });
});

/** Elements whose bytes all differ; no NaN, whose payload numpy may change when it swaps or converts. */
function sample(dtype: DType, shape: readonly number[]): Tensor {
  const length = elementCount(shape) * BYTES_PER_ELEMENT[dtype];
  const bytes = Uint8Array.from({ length }, (_, i) => (dtype === "bool" ? i % 2 : 1 + ((i * 37) % 120)));
  return { dtype, shape, data: typedArray(dtype, bytes) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function fail(): never {
  throw new Error("numpy answered fewer cases than it was asked.");
}
