import { BITS_PER_ELEMENT } from "../stored/stored-dtype.ts";
import type { StoredTensor } from "../stored/stored-tensor.ts";
import { stridesOrNull } from "../stored/strides.ts";
import { damagedZip } from "../zip/damaged.ts";
import { partOfMember } from "../zip/member-bytes.ts";
import type { ZipMember } from "../zip/zip-member.ts";
import { damagedPickle, refusedPickle } from "./refused.ts";
import type { TorchArchive } from "./torch-archive.ts";
import { storedDTypeOf, torchElementBytes } from "./torch-dtypes.ts";
import type { StorageValue, TensorValue } from "./values.ts";

/**
 * A tensor of a pickle as one of the archive's storages has it.
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export function storedTorchTensor(
  name: string,
  tensor: TensorValue,
  archive: TorchArchive,
): Omit<StoredTensor, "name"> {
  const dtype = storedDTypeOf(tensor.dtype);
  if (dtype === null) {
    throw refusedPickle(
      `the tensor ${JSON.stringify(name)} is ${tensor.dtype}, which is not read`,
      tensor.at,
      CONVERT,
    );
  }
  const member = storageMember(tensor.storage, archive);
  const location = partOfMember(archive.path, member, 0, tensor.storage.byteLength);
  const common = { dtype, littleEndian: archive.littleEndian, location };
  const { shape, strides } = tensor;
  const firstElement = shape.includes(0) ? 0 : tensor.firstElement;
  if (BITS_PER_ELEMENT[dtype] < 8) return { ...common, ...unpackedPairs(name, tensor) };
  return { ...common, shape, strides: stridesOrNull(shape, strides), firstElement };
}

const CONVERT = "Convert it before it is saved: tensor.to(torch.float32), or tensor.dequantize().";

function storageMember({ key, byteLength, dtype, at }: StorageValue, { storages }: TorchArchive): ZipMember {
  const member = storages.get(key);
  if (member === undefined) throw damagedPickle(`the archive has no storage data/${key}`, at);
  // A storage whose bytes are no whole number of its elements is counted in whole ones.
  const spare = member.unpackedLength - byteLength;
  if (spare >= 0 && spare < torchElementBytes(dtype)) return member;
  throw damagedZip(
    `its member data/${key} has ${member.unpackedLength} bytes, where the pickle says ${byteLength} (byte ${at} of data.pkl)`,
    member.dataOffset,
  );
}

/** A byte of `float4_e2m1fn_x2` is two elements along the last axis, which PyTorch counts as one. */
function unpackedPairs(
  name: string,
  { shape, strides, firstElement, at }: TensorValue,
): Pick<StoredTensor, "shape" | "strides" | "firstElement"> {
  const last = shape.at(-1);
  if (last === undefined || stridesOrNull(shape, strides) !== null) {
    const hint = "Save tensor.contiguous(), or tensor.view(torch.uint8).";
    throw refusedPickle(`the packed tensor ${JSON.stringify(name)} is not in plain order`, at, hint);
  }
  return { shape: [...shape.slice(0, -1), 2 * last], strides: null, firstElement: 2 * firstElement };
}
