import type { PlaceFiles } from "../../contracts/place.ts";
import { FvalidateError } from "../../support/errors.ts";
import * as scripts from "./file-scripts.ts";
import type { Place } from "./place.ts";

/**
 * The files of a place.
 * @param folder what relative paths are relative to
 */
export function filesOf(place: Place, folder: string): PlaceFiles {
  const run = async (script: scripts.FileScript, input?: Uint8Array) => {
    const { code, stdout, stderr } = await place.attempt(script, { input });
    if (code !== 0 && code !== scripts.ABSENT) {
      throw new FvalidateError(
        "stack",
        `${place.description}: could not ${script.purpose}: ${stderr.trim() || `exit code ${code}`}`,
      );
    }
    return { code, stdout };
  };
  return {
    async resolve(path) {
      const { stdout } = await run(scripts.resolvePath(folder, path));
      return stdout.toString("utf8").replace(/\n$/, "");
    },
    async read(path) {
      const { code, stdout } = await run(scripts.readFile(path));
      return code === scripts.ABSENT ? null : stdout;
    },
    async setAside(path, backup) {
      await run(scripts.setAside(path, backup));
    },
    async write(path, bytes) {
      await run(scripts.writeFile(path), bytes);
    },
    async move(from, to) {
      await run(scripts.moveFile(from, to));
    },
    async remove(path) {
      await run(scripts.removeFile(path));
    },
    async compileProblem(python, source, name) {
      const { code, stdout } = await run(scripts.compileSource(python, name), source);
      return code === scripts.ABSENT || stdout.length === 0 ? null : stdout.toString("utf8").trim();
    },
  };
}
