import { reach } from "../stored/strides.ts";
import type { Machine } from "./machine.ts";
import type { Builder } from "./plain-builders.ts";
import { damagedPickle, refusedPickle } from "./refused.ts";
import { type TorchDType, torchElementBytes } from "./torch-dtypes.ts";
import { isKind, type PickleValue, sayKind, type TensorValue } from "./values.ts";

/** PyTorch allows 64. */
const MOST_AXES = 64;
/** A view may repeat elements (strides of 0); beyond this it would only keep a machine busy. */
const MOST_REPEATED_ELEMENTS = 2 ** 32;

/**
 * The functions of `torch._utils` that a pickle names to have a tensor built, and those around them. Their arguments
 * are taken as `torch/_utils.py` and `torch/_tensor.py` of PyTorch 2.13 define them.
 */
export const TENSOR_BUILDERS: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ["torch._utils._rebuild_tensor", rebuildPlainTensor],
  ["torch._utils._rebuild_tensor_v2", rebuildTensorV2],
  ["torch._utils._rebuild_tensor_v3", rebuildTensorV3],
  ["torch._utils._rebuild_parameter", ([data], _machine, at) => tensorIn(data, at)],
  ["torch._utils._rebuild_parameter_with_state", ([data], _machine, at) => tensorIn(data, at)],
  ["torch._utils._rebuild_device_tensor_from_cpu_tensor", rebuildOfCpuTensor],
  ["torch._tensor._rebuild_from_type", rebuildFromType],
  ["torch._tensor._rebuild_from_type_v2", rebuildFromType],
  // Of tensors on Ascend NPUs, by torch_npu. It saves their copies on the CPU: the format behind them is that of the NPU.
  ["torch_npu.utils.storage._rebuild_npu_tensor", rebuildPlainTensor],
]);

interface StridedArguments {
  readonly storage: PickleValue | undefined;
  readonly offset: PickleValue | undefined;
  readonly size: PickleValue | undefined;
  readonly stride: PickleValue | undefined;
  /** Absent where the storage says it. */
  readonly dtype?: TorchDType;
}

function rebuildTensorV2(args: readonly PickleValue[], _machine: Machine, at: number): TensorValue {
  const [storage, offset, size, stride, , , metadata] = args;
  refuseBits(metadata, at);
  return strided({ storage, offset, size, stride }, at);
}

/** For dtypes that no class of storages stands for. */
function rebuildTensorV3(args: readonly PickleValue[], _machine: Machine, at: number): TensorValue {
  const [storage, offset, size, stride, , , dtype, metadata] = args;
  refuseBits(metadata, at);
  if (!isKind(dtype, "dtype")) throw damagedPickle(`the dtype of a tensor is ${sayKind(dtype)}`, at);
  return strided({ storage, offset, size, stride, dtype: dtype.dtype }, at);
}

/** A tensor with these bits stands for other numbers than those in its storage. */
function refuseBits(metadata: PickleValue | undefined, at: number): void {
  if (metadata === undefined || metadata === null) return;
  if (!isKind(metadata, "dict")) throw damagedPickle(`the metadata of a tensor is ${sayKind(metadata)}`, at);
  for (const { key, value } of metadata.entries.values()) {
    if (value === false) continue;
    const hint = "Save tensor.resolve_conj().resolve_neg(), on the CPU.";
    throw refusedPickle(
      `it holds a tensor with the bit ${String(key).slice(0, 40)}, which is not read`,
      at,
      hint,
    );
  }
}

function rebuildOfCpuTensor(args: readonly PickleValue[], _machine: Machine, at: number): TensorValue {
  const [data, dtype] = args;
  const tensor = tensorIn(data, at);
  if (isKind(dtype, "dtype") && dtype.dtype === tensor.dtype) return tensor;
  throw refusedPickle(`it asks to convert a tensor from ${tensor.dtype} to ${sayKind(dtype)}`, at);
}

/** A tensor with attributes of its own: they are left out. Tensors of other classes are refused with their class. */
function rebuildFromType(args: readonly PickleValue[], machine: Machine, at: number): PickleValue {
  const [build, type, inner] = args;
  const builder = isKind(build, "global") ? TENSOR_BUILDERS.get(build.name) : undefined;
  const isTensorType = isKind(type, "global") && type.name.startsWith("torch.");
  if (builder === undefined || builder === rebuildFromType || !isTensorType || !isKind(inner, "tuple")) {
    throw refusedPickle(
      `it asks to build ${sayKind(type)} with ${sayKind(build)}, which is never called`,
      at,
    );
  }
  return builder(inner.items, machine, at);
}

function rebuildPlainTensor(
  [storage, offset, size, stride]: readonly PickleValue[],
  _machine: Machine,
  at: number,
): TensorValue {
  return strided({ storage, offset, size, stride }, at);
}

function tensorIn(value: PickleValue | undefined, at: number): TensorValue {
  if (isKind(value, "tensor")) return value;
  throw damagedPickle(`a parameter in the pickle is ${sayKind(value)}, not a tensor`, at);
}

function strided({ storage, offset, size, stride, dtype }: StridedArguments, at: number): TensorValue {
  if (!isKind(storage, "storage")) throw damagedPickle(`the storage of a tensor is ${sayKind(storage)}`, at);
  const shape = sizes(size, "size", at);
  const strides = sizes(stride, "stride", at);
  const [firstElement = 0] = sizes({ kind: "tuple", items: [offset ?? null] }, "storage offset", at);
  if (shape.length !== strides.length) {
    throw damagedPickle(`a tensor has ${shape.length} sizes and ${strides.length} strides`, at);
  }
  const tensor = {
    kind: "tensor",
    storage,
    dtype: dtype ?? storage.dtype,
    shape,
    strides,
    firstElement,
    at,
  } as const;
  requireInside(tensor);
  return tensor;
}

function sizes(value: PickleValue | undefined, what: string, at: number): number[] {
  if (!isKind(value, "tuple") && !isKind(value, "list")) {
    throw damagedPickle(`the ${what} of a tensor is ${sayKind(value)}, not a tuple`, at);
  }
  if (value.items.length > MOST_AXES) {
    throw damagedPickle(
      `the ${what} of a tensor has ${value.items.length} axes; PyTorch allows ${MOST_AXES}`,
      at,
    );
  }
  return value.items.map((item) => {
    if (typeof item === "number" && item >= 0) return item;
    throw damagedPickle(`the ${what} of a tensor has ${sayKind(item)}`, at);
  });
}

function requireInside(tensor: TensorValue): void {
  const { storage, shape, firstElement, at } = tensor;
  const held = Math.floor(storage.byteLength / torchElementBytes(tensor.dtype));
  const needed = reach(tensor) === 0 ? 0 : firstElement + reach(tensor);
  if (needed > held) {
    throw damagedPickle(
      `a tensor of shape [${shape.join(", ")}] reaches to element ${needed} of its storage, which has ${held}`,
      at,
    );
  }
  const elements = shape.reduce((product, size) => product * size, 1);
  if (elements > held && elements > MOST_REPEATED_ELEMENTS) {
    throw refusedPickle(
      `a view repeats the ${held} elements of a storage to ${elements}`,
      at,
      "Save the storage itself.",
    );
  }
}
