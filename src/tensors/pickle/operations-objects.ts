import { type Machine, type Operation, pop, popToMark, push, top } from "./machine.ts";
import { OPCODES } from "./opcode-bytes.ts";
import { damagedPickle, refusedPickle } from "./refused.ts";
import { isKind, type PickleValue, sayKind } from "./values.ts";

/**
 * Names, and what Python would do with them. Here nothing is looked up or called: `machine.meanings` knows a few names
 * and refuses all others.
 */
export const OBJECT_OPERATIONS: Readonly<Record<number, Operation>> = {
  [OPCODES.GLOBAL]: (machine, at) => {
    const module = machine.cursor.line();
    push(machine, machine.meanings.named(module, machine.cursor.line(), at), at);
  },
  [OPCODES.STACK_GLOBAL]: (machine, at) => {
    const name = pop(machine);
    const module = pop(machine);
    if (typeof module !== "string" || typeof name !== "string") {
      throw damagedPickle(`a name in the pickle is ${sayKind(module)} and ${sayKind(name)}`, at);
    }
    push(machine, machine.meanings.named(module, name, at), at);
  },
  [OPCODES.REDUCE]: (machine, at) => {
    const args = tupleItems(pop(machine), at);
    const callable = pop(machine);
    push(machine, machine.meanings.build(callable, args, machine, at), at);
  },
  [OPCODES.BUILD]: (machine, at) => {
    const state = pop(machine);
    machine.meanings.setState(top(machine), state, at);
  },
  [OPCODES.BINPERSID]: (machine, at) => {
    push(machine, machine.meanings.persistent(pop(machine), at), at);
  },
  [OPCODES.NEWOBJ]: (machine, at) => {
    pop(machine);
    throw notMade(pop(machine), at);
  },
  [OPCODES.NEWOBJ_EX]: (machine, at) => {
    pop(machine);
    pop(machine);
    throw notMade(pop(machine), at);
  },
  // Asked by its name first, so that the message has it
  [OPCODES.INST]: (machine, at) => {
    const module = machine.cursor.line();
    throw notMade(machine.meanings.named(module, machine.cursor.line(), at), at);
  },
  [OPCODES.OBJ]: (machine, at) => {
    throw notMade(popToMark(machine)[0], at);
  },
  // Numbers for names that only the writer's program knows
  [OPCODES.EXT1]: (machine, at) => refuseExtension(machine, 1, at),
  [OPCODES.EXT2]: (machine, at) => refuseExtension(machine, 2, at),
  [OPCODES.EXT4]: (machine, at) => refuseExtension(machine, 4, at),
  [OPCODES.NEXT_BUFFER]: (_machine, at) => refuseBuffers(at),
  [OPCODES.READONLY_BUFFER]: (_machine, at) => refuseBuffers(at),
};

function tupleItems(args: PickleValue, at: number): readonly PickleValue[] {
  if (isKind(args, "tuple")) return args.items;
  throw damagedPickle(`the pickle hands ${sayKind(args)} over, not a tuple of arguments`, at);
}

function notMade(what: PickleValue | undefined, at: number) {
  return refusedPickle(`it asks for an object of ${sayKind(what)}, which is never made`, at);
}

function refuseExtension({ cursor }: Machine, bytes: 1 | 2 | 4, at: number): never {
  throw refusedPickle(
    `it asks for the registered extension ${cursor.number(bytes)}, which is never called`,
    at,
  );
}

function refuseBuffers(at: number): never {
  throw refusedPickle("it keeps data outside of itself, in buffers that are not in the archive", at);
}
