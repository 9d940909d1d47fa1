import type { TorchDType } from "./torch-dtypes.ts";

/**
 * What a pickle is allowed to build. Whole numbers are numbers, beyond 2^53 bigints; floats are objects of their own, so
 * that 2.0 is never taken for a size.
 */
export type PickleValue = null | boolean | number | bigint | string | Uint8Array | PickleObject;

export type PickleObject =
  | ListValue
  | TupleValue
  | DictValue
  | SetValue
  | FloatValue
  | GlobalValue
  | DTypeValue
  | StorageTypeValue
  | StorageValue
  | TensorValue
  | PlainValue;

export interface ListValue {
  readonly kind: "list";
  readonly items: PickleValue[];
}

export interface TupleValue {
  readonly kind: "tuple";
  readonly items: readonly PickleValue[];
}

export interface SetValue {
  readonly kind: "set";
  readonly items: PickleValue[];
}

/** A dict of any kind: `OrderedDict`, `defaultdict`, `Counter` too. */
export interface DictValue {
  readonly kind: "dict";
  readonly entries: Map<string | PickleObject | Uint8Array, DictEntry>;
}

export interface DictEntry {
  readonly key: PickleValue;
  readonly value: PickleValue;
}

export interface FloatValue {
  readonly kind: "float";
  readonly value: number;
}

/** A function or class that a pickle may name. Whatever its name, nothing of that name is called. */
export interface GlobalValue {
  readonly kind: "global";
  readonly name: string;
}

/** `torch.float32` */
export interface DTypeValue {
  readonly kind: "dtype";
  readonly dtype: TorchDType;
}

/** `torch.FloatStorage`, `torch.storage.UntypedStorage` */
export interface StorageTypeValue {
  readonly kind: "storage type";
  readonly dtype: TorchDType;
}

/** The bytes of one or more tensors; the archive's member `data/<key>` holds them. */
export interface StorageValue {
  readonly kind: "storage";
  readonly key: string;
  /** Of its elements; whole bytes for an untyped storage. */
  readonly dtype: TorchDType;
  readonly byteLength: number;
  /** The byte in the pickle at which it is named. */
  readonly at: number;
}

export interface TensorValue {
  readonly kind: "tensor";
  readonly storage: StorageValue;
  readonly dtype: TorchDType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** Elements of the storage before the first one of this tensor. */
  readonly firstElement: number;
  /** The byte in the pickle at which it is built. */
  readonly at: number;
}

/** A value that is nothing to compare, kept by the name of what it is: a device, a complex number, a NumPy scalar. */
export interface PlainValue {
  readonly kind: "plain";
  readonly what: string;
}

export function isKind<Kind extends PickleObject["kind"]>(
  value: PickleValue | undefined,
  kind: Kind,
): value is Extract<PickleObject, { kind: Kind }> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}

/** What a value is, for messages. */
export function sayKind(value: PickleValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "None";
  if (value instanceof Uint8Array) return "bytes";
  if (typeof value === "object") return saidObject(value);
  if (typeof value === "string") return "a string";
  return typeof value === "boolean" ? "a bool" : `the number ${String(value).slice(0, 40)}`;
}

function saidObject(value: PickleObject): string {
  if (value.kind === "global") return value.name;
  if (value.kind === "dtype") return `torch.${value.dtype}`;
  return value.kind === "plain" ? `a ${value.what}` : `a ${value.kind}`;
}
