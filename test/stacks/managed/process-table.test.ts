import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownProcesses } from "../../../src/stacks/managed/process-table.ts";

interface Entry {
  id: number;
  parent?: number;
  session?: number;
  state?: string;
  began?: number;
  name?: string;
  ticks?: number;
}

/** A line of `/proc/<id>/stat` (man 5 proc). */
function stat({
  id,
  parent = 1,
  session = 1,
  state = "S",
  began = 5,
  name = "python",
  ticks = 0,
}: Entry): string {
  const fields = [state, parent, 1, session, 0, -1, 0, 0, 0, 0, 0, ticks, 0, 0, 0, 20, 0, 1, 0, began, 0, 0];
  return `${id} (${name}) ${fields.join(" ")}`;
}

const listing = (session: string, marked: number[], entries: Entry[]) =>
  [session, ...marked.map((id) => `/proc/${id}/environ`), ...entries.map(stat)].join("\n");

describe("a stack's own processes", () => {
  it("are those with its mark, those of its session, and their descendants", () => {
    const entries = [
      { id: 10, session: 10, began: 5 },
      { id: 11, parent: 10, session: 10 },
      // A daemon that left the session carries the mark; its child has a process title in place of an environment.
      { id: 20, session: 20 },
      { id: 21, parent: 20, session: 21, name: "VLLM::EngineCore (rank 0)" },
      { id: 30 },
    ];
    expect(ownProcesses(listing("10 5", [20], entries)).ids).toEqual([10, 11, 20, 21]);
  });

  it("are not those of a stranger who got the session's number since", () => {
    const entries = [
      { id: 10, session: 10, began: 99 },
      { id: 11, parent: 10, session: 10 },
    ];
    expect(ownProcesses(listing("10 5", [], entries)).ids).toEqual([]);
  });

  it("are still the session's when its leader has ended", () => {
    expect(ownProcesses(listing("10 5", [], [{ id: 11, session: 10 }])).ids).toEqual([11]);
  });

  it("are not the dead that nobody has buried", () => {
    expect(ownProcesses(listing("10 5", [], [{ id: 10, session: 10, state: "Z" }])).ids).toEqual([]);
  });

  it("are none before the start, and none that are gone already", () => {
    expect(ownProcesses(listing("", [], [{ id: 10, session: 10 }])).ids).toEqual([]);
    expect(ownProcesses(listing("10 5", [12], [])).ids).toEqual([]);
  });

  it("have their processor time added up", () => {
    const entries = [
      { id: 10, session: 10, ticks: 3 },
      { id: 11, session: 10, ticks: 4 },
      { id: 12, ticks: 90 },
    ];
    expect(ownProcesses(listing("10 5", [], entries)).ticks).toBe(7);
  });

  it("never include one without mark, session or such an ancestor, whatever its name", () => {
    fc.assert(
      fc.property(
        fc.string().map((text) => text.replaceAll("\n", " ")),
        (name) => {
          const entries = [
            { id: 10, session: 10, began: 5, name },
            { id: 30, name },
          ];
          expect(ownProcesses(listing("10 5", [], entries)).ids).toEqual([10]);
        },
      ),
    );
  });
});
