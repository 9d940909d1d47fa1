import { shellWord } from "../../support/shell-quote.ts";
import type { Script } from "./place.ts";

/** A script about one file. */
export type FileScript = Script;

/** The exit code that says "there is no such thing", which no tool used here gives of itself. */
export const ABSENT = 44;

/** A path as a shell word; `~/` stands for the home folder there. */
export function pathWord(path: string): string {
  return path.startsWith("~/") ? `"$HOME"/${shellWord(path.slice(2))}` : shellWord(path);
}

/** Prints the absolute path of a file, symbolic links resolved, whether or not it is there. */
export function resolvePath(folder: string, path: string): FileScript {
  return { purpose: `find ${path}`, text: `cd ${pathWord(folder)} && readlink -f -- ${pathWord(path)}` };
}

/** Prints a file. */
export function readFile(path: string): FileScript {
  const file = pathWord(path);
  return { purpose: `read ${path}`, text: `[ -e ${file} ] || exit ${ABSENT}; cat -- ${file}` };
}

/** Keeps a copy with mode, owner and times; never over one that is there. */
export function setAside(path: string, backup: string): FileScript {
  const [file, copy] = [pathWord(path), pathWord(backup)];
  const refusal = `{ echo "there already is a ${backup.replaceAll(/[^\w./~-]/g, "_")}" >&2; exit 1; }`;
  return {
    purpose: `set ${path} aside`,
    text: `[ ! -e ${copy} ] || ${refusal}; cp -p -- ${file} ${copy}`,
  };
}

/** Writes its input beside the file and renames it over it, so that the old or the new bytes are there at every moment. */
export function writeFile(path: string): FileScript {
  const [file, partial] = [pathWord(path), pathWord(`${path}.fvalidate-partial`)];
  return {
    purpose: `write ${path}`,
    text: [
      `[ ! -e ${file} ] || cp -p -- ${file} ${partial} || exit`,
      // A full disk must not leave half a file behind.
      `cat >${partial} && mv -f -- ${partial} ${file} || { rm -f -- ${partial}; exit 1; }`,
    ].join("; "),
  };
}

/** Renames a file over another. */
export function moveFile(from: string, to: string): FileScript {
  return { purpose: `put ${from} back as ${to}`, text: `mv -f -- ${pathWord(from)} ${pathWord(to)}` };
}

/** Removes a file, if it is there. */
export function removeFile(path: string): FileScript {
  return { purpose: `remove ${path}`, text: `rm -f -- ${pathWord(path)}` };
}

const COMPILE = [
  "import sys",
  "try:",
  '    compile(sys.stdin.buffer.read(), sys.argv[1], "exec", dont_inherit=True)',
  "except (SyntaxError, ValueError) as error:",
  "    print(f\"{sys.argv[1]}:{getattr(error, 'lineno', None) or 1}: {getattr(error, 'msg', None) or error}\")",
].join("\n");

/** Lets Python compile its input, without running any of it, and prints what it has against it. */
export function compileSource(python: string, name: string): FileScript {
  const program = pathWord(python);
  return {
    purpose: `compile ${name}`,
    text: `command -v ${program} >/dev/null || exit ${ABSENT}; ${program} -W ignore -c ${shellWord(COMPILE)} ${shellWord(name)}`,
  };
}
