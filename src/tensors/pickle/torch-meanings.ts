import type { FvalidateError } from "../../support/errors.ts";
import type { Meanings } from "./machine.ts";
import { PLAIN_BUILDERS } from "./plain-builders.ts";
import { damagedPickle, refusedPickle } from "./refused.ts";
import { TENSOR_BUILDERS } from "./tensor-builders.ts";
import { isTorchDType, storageDType, torchElementBytes } from "./torch-dtypes.ts";
import { isKind, type PickleValue, type StorageValue, sayKind } from "./values.ts";

const BUILDERS = new Map([...PLAIN_BUILDERS, ...TENSOR_BUILDERS]);

/** Classes that stand as arguments alone: of tensors, and of what a `defaultdict` makes. */
const NAMED_ALONE: ReadonlySet<string> = new Set([
  "torch.Tensor",
  "torch.nn.parameter.Parameter",
  "torch.nn.parameter.Buffer",
  ...["list", "dict", "int", "float", "str", "bool", "tuple"].flatMap((name) => [
    `builtins.${name}`,
    `__builtin__.${name}`,
  ]),
]);

/** Tensors that are no plain block of numbers, by the function that PyTorch would call. */
const OTHER_TENSORS: ReadonlyMap<string, { readonly what: string; readonly hint: string }> = new Map([
  ["torch._utils._rebuild_sparse_tensor", { what: "a sparse tensor", hint: "Save tensor.to_dense()." }],
  ["torch._utils._rebuild_sparse_csr_tensor", { what: "a sparse tensor", hint: "Save tensor.to_dense()." }],
  ["torch._utils._rebuild_qtensor", { what: "a quantized tensor", hint: "Save tensor.dequantize()." }],
  [
    "torch._utils._rebuild_nested_tensor",
    { what: "a nested tensor", hint: "Save tensor.to_padded_tensor(0.0), or its parts." },
  ],
  [
    "torch._utils._rebuild_meta_tensor_no_storage",
    { what: "a tensor on the meta device, which has no elements", hint: "Save a tensor with elements." },
  ],
  [
    "torch._utils._rebuild_wrapper_subclass",
    { what: "a tensor that wraps others", hint: "Save the plain tensors in it." },
  ],
  [
    "torch._subclasses.fake_tensor.FakeTensor",
    { what: "a fake tensor, which has no elements", hint: "Save a tensor with elements." },
  ],
  [
    "torch.distributed.tensor.DTensor",
    { what: "a distributed tensor", hint: "Save tensor.to_local() or tensor.full_tensor()." },
  ],
  ...["numpy._core.multiarray._reconstruct", "numpy.core.multiarray._reconstruct"].map(
    (name) => [name, { what: "a NumPy array", hint: "Save torch.from_numpy(array) instead." }] as const,
  ),
]);

/** What names mean in a file that `torch.save` wrote. */
export const TORCH_MEANINGS: Meanings = {
  named(module, name, at) {
    const full = `${module}.${name}`;
    if (module === "torch" && isTorchDType(name)) return { kind: "dtype", dtype: name };
    const storage = storageDType(module, name);
    if (storage !== undefined) return { kind: "storage type", dtype: storage };
    if (BUILDERS.has(full) || NAMED_ALONE.has(full)) return { kind: "global", name: full };
    throw refusedName(full, at);
  },
  build(callable, args, machine, at) {
    const builder = isKind(callable, "global") ? BUILDERS.get(callable.name) : undefined;
    if (builder !== undefined) return builder(args, machine, at);
    throw refusedPickle(`it asks to call ${sayKind(callable)}, which is never called`, at);
  },
  setState(target, _state, at) {
    // Attributes of a dict (a state dict's `_metadata`) and of a NumPy dtype (its byte order) name no tensors.
    if (isKind(target, "dict") || isKind(target, "plain")) return;
    throw refusedPickle(`it asks to set the state of ${sayKind(target)}, which is never done`, at);
  },
  persistent: storageOf,
};

function refusedName(name: string, at: number): FvalidateError {
  const other = OTHER_TENSORS.get(name);
  if (other !== undefined) return refusedPickle(`it holds ${other.what} (${name})`, at, other.hint);
  return refusedPickle(`it asks for ${printable(name)}, which is never called`, at);
}

function printable(name: string): string {
  const safe = name.replace(/\p{C}/gu, "\ufffd");
  return safe.length <= 120 ? safe : `${safe.slice(0, 120)}…`;
}

/** `("storage", type, key, location, elements)`: where it lay when it was saved says nothing about its bytes. */
function storageOf(id: PickleValue, at: number): StorageValue {
  const [tag, type, key, location, elements] = isKind(id, "tuple") && id.items.length === 5 ? id.items : [];
  const isStorage = tag === "storage" && isKind(type, "storage type") && typeof location === "string";
  if (!isStorage || typeof key !== "string" || typeof elements !== "number" || elements < 0) {
    throw damagedPickle(
      `it asks for ${sayKind(id)} outside of the pickle that is no storage of a tensor`,
      at,
    );
  }
  const byteLength = elements * torchElementBytes(type.dtype);
  return { kind: "storage", key, dtype: type.dtype, byteLength, at };
}
