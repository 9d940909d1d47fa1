import { type Machine, type Operation, pop, popToMark, top } from "./machine.ts";
import { OPCODES } from "./opcode-bytes.ts";
import { damagedPickle, refusedPickle } from "./refused.ts";

const NEWEST_PROTOCOL = 5;
const OLDEST_PROTOCOL = 2;

/** The stack itself, the memo, and what says how the pickle was written. */
export const STACK_OPERATIONS: Readonly<Record<number, Operation>> = {
  [OPCODES.PROTO]: ({ cursor }, at) => {
    const protocol = cursor.number(1);
    if (protocol >= OLDEST_PROTOCOL && protocol <= NEWEST_PROTOCOL) return;
    throw refusedPickle(`it is a pickle of protocol ${protocol}; 2 to 5 are read`, at);
  },
  // How many bytes follow at least
  [OPCODES.FRAME]: ({ cursor }) => {
    cursor.number(8);
  },
  [OPCODES.MARK]: ({ stack, marks }) => {
    marks.push(stack.length);
  },
  [OPCODES.POP]: (machine) => {
    const isMarked = machine.marks.at(-1) === machine.stack.length;
    if (isMarked) machine.marks.pop();
    else pop(machine);
  },
  [OPCODES.POP_MARK]: (machine) => {
    popToMark(machine);
  },
  [OPCODES.DUP]: (machine) => {
    machine.stack.push(top(machine));
  },
  [OPCODES.BINPUT]: (machine, at) => memorise(machine, machine.cursor.number(1), at),
  [OPCODES.LONG_BINPUT]: (machine, at) => memorise(machine, machine.cursor.number(4), at),
  [OPCODES.MEMOIZE]: (machine, at) => memorise(machine, machine.memo.size, at),
  [OPCODES.BINGET]: (machine, at) => recall(machine, machine.cursor.number(1), at),
  [OPCODES.LONG_BINGET]: (machine, at) => recall(machine, machine.cursor.number(4), at),
};

/** What an entry of the memo costs. */
const MEMO_COST = 4;

function memorise(machine: Machine, index: number, at: number): void {
  machine.budget.spend(MEMO_COST, at);
  machine.memo.set(index, top(machine));
}

function recall({ memo, stack }: Machine, index: number, at: number): void {
  const value = memo.get(index);
  if (value === undefined) throw damagedPickle(`the pickle recalls ${index}, which it never memorised`, at);
  stack.push(value);
}
