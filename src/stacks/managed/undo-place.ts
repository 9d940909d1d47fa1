import type { PlaceFiles } from "../../contracts/place.ts";
import type { Leftovers } from "../../contracts/stack-life.ts";
import { filesOf } from "../place/files.ts";
import { placeOf } from "../place/place.ts";
import { findContainer, removeContainer, startContainer } from "./box.ts";
import { endProcesses } from "./end-processes.ts";
import { removeWork } from "./scripts.ts";

const POLITE_MILLISECONDS = 5_000;

/** What is needed to undo a stack whose run was killed. */
export interface UndoPlace {
  /** Whether the place is there still: a container may be gone, and all that was in it. */
  exists(): Promise<boolean>;
  readonly files: PlaceFiles;
  /** Has a container of our own run again, should it have ended: its files are reached through it. */
  wake(): Promise<void>;
  endProcesses(): Promise<void>;
  remove(): Promise<void>;
}

/** The place of a stack that another process started. */
export function undoPlace({ token, place: spec, ownContainer }: Leftovers): UndoPlace {
  const place = placeOf(spec);
  const host = placeOf({ ssh: spec.ssh, container: null });
  return {
    files: filesOf(place, "/"),
    async exists() {
      if (spec.container === null) return true;
      const { code, stderr } = await host.attempt(findContainer(spec.container));
      return code === 0 || !/No such (object|container)/i.test(stderr);
    },
    async wake() {
      if (ownContainer && spec.container !== null) await host.run(startContainer(spec.container));
    },
    async endProcesses() {
      // A tunnel is this machine's process, wherever the server ran.
      await endProcesses(placeOf({ ssh: null, container: null }), token, POLITE_MILLISECONDS);
      await endProcesses(place, token, POLITE_MILLISECONDS);
    },
    async remove() {
      if (ownContainer && spec.container !== null) await host.run(removeContainer(spec.container));
      else await place.run(removeWork(token));
    },
  };
}
