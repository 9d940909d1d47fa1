import type { Operation } from "./machine.ts";
import { CONTAINER_OPERATIONS } from "./operations-containers.ts";
import { OBJECT_OPERATIONS } from "./operations-objects.ts";
import { SCALAR_OPERATIONS } from "./operations-scalars.ts";
import { STACK_OPERATIONS } from "./operations-stack.ts";

/** By their bytes, as Python's `pickle.py` and `pickletools.py` define them; STOP is left to the loop. */
export const OPERATIONS: ReadonlyMap<number, Operation> = new Map(
  Object.entries({
    ...SCALAR_OPERATIONS,
    ...CONTAINER_OPERATIONS,
    ...STACK_OPERATIONS,
    ...OBJECT_OPERATIONS,
  }).map(([code, operation]) => [Number(code), operation]),
);
