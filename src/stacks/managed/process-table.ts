/** One process, from the kernel's `/proc/<id>/stat` (man 5 proc). */
interface Process {
  readonly id: number;
  readonly parent: number;
  readonly session: number;
  readonly isZombie: boolean;
  /** When it began, in clock ticks since the machine's start. */
  readonly began: number;
  /** Processor time in clock ticks. */
  readonly ticks: number;
}

/** The processes of a stack at one moment. */
export interface OwnProcesses {
  readonly ids: readonly number[];
  /** Processor time of all of them, in clock ticks. */
  readonly ticks: number;
}

/**
 * The living processes of a stack out of all of a machine: those that carry its mark in their environment, those of
 * the session that it was started in, and the descendants of either. A daemon that left the session still has the
 * mark; a program that overwrote its environment (a process title does that) is still in the session or has an
 * ancestor that is.
 *
 * @param listing what the script `processes` prints: the session's line, paths of marked processes, `stat` lines
 */
export function ownProcesses(listing: string): OwnProcesses {
  const [first = "", ...lines] = listing.split("\n");
  const all = new Map(lines.flatMap(parseProcess).map((process) => [process.id, process]));
  const marked = lines.flatMap((line) => /^\/proc\/(\d+)\/environ$/.exec(line)?.[1] ?? []).map(Number);
  const own = new Set([...marked, ...ofSession(first, all)].filter((id) => all.has(id)));
  addDescendants(own, all);
  const living = [...own].map((id) => all.get(id)).filter((process) => process?.isZombie === false);
  return {
    ids: living.map((process) => process?.id ?? 0).toSorted((one, other) => one - other),
    ticks: living.reduce((sum, process) => sum + (process?.ticks ?? 0), 0),
  };
}

/** The members of the session, unless its number has gone to a stranger's process since. */
function ofSession(line: string, all: ReadonlyMap<number, Process>): number[] {
  const [session, began] = line.split(" ").map(Number);
  if (session === undefined || began === undefined) return [];
  const leader = all.get(session);
  if (leader !== undefined && leader.began !== began) return [];
  return [...all.values()].filter((process) => process.session === session).map(({ id }) => id);
}

function addDescendants(own: Set<number>, all: ReadonlyMap<number, Process>): void {
  for (let before = -1; before !== own.size; ) {
    before = own.size;
    for (const { id, parent } of all.values()) if (own.has(parent)) own.add(id);
  }
}

/** The name stands in parentheses and may hold anything, parentheses too. */
function parseProcess(line: string): Process[] {
  const [, id, rest] = /^(\d+) \(.*\) (.*)$/.exec(line) ?? [];
  if (id === undefined || rest === undefined) return [];
  const fields = rest.split(" ");
  const number = (at: number) => Number(fields[at]);
  // The fields behind the name, counted from 0: state, parent, group, session, …, 11 user and 12 system time, 19 start.
  return [
    {
      id: Number(id),
      parent: number(1),
      session: number(3),
      isZombie: fields[0] === "Z" || fields[0] === "X",
      began: number(19),
      ticks: number(11) + number(12),
    },
  ];
}
