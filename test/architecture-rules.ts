import { posix } from "node:path";
import { COMPUTED, parse, type SourceFile } from "./architecture-syntax.ts";

export type { SourceFile };

/** From the top down: a folder may import itself and those on lower lines, never one of its own line. */
const RANKS: readonly (readonly string[])[] = [
  ["cli", "index"],
  ["commands"],
  ["run"],
  ["suite"],
  [
    "stacks",
    "drivers",
    "patch",
    "benchmarks",
    "datasets",
    "importers",
    "cards",
    "compare",
    "report",
    "history",
  ],
  ["contracts"],
  ["tensors"],
  ["support"],
];

/** Packages that one part of the project alone knows. */
const OWNED_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  yaml: ["suite"],
  yargs: ["commands", "cli"],
};

/** What one part of the project alone may touch, and single files that are let through with their reason. */
const OWNED_GLOBALS: readonly {
  names: readonly string[];
  owners: readonly string[];
  exceptions: Record<string, string>;
}[] = [
  { names: ["console", "process.stdout", "process.stderr"], owners: ["support"], exceptions: {} },
  {
    names: ["process.exit", "process.exitCode"],
    owners: ["commands", "cli"],
    exceptions: { "src/support/signals.ts": "a second Ctrl-C ends the process at once" },
  },
];

/** Who may import what cannot be checked here, and why. */
const COMPUTED_IMPORTS: Record<string, string> = {
  "src/stacks/embedded/backend.ts": "an optional package, absent from most installations",
};

const IO_MODULES =
  /^(node:(fs|child_process|net|http|https|http2|tls|dgram|worker_threads)(\/.*)?|undici|ws)$/;

/** All that is wrong with one file by itself. */
export function fileViolations(file: SourceFile): string[] {
  const uses = parse(file);
  return [
    ...uses.imports.flatMap(({ specifier }) => importViolations(file.path, specifier)),
    ...uses.globals.flatMap((name) => globalViolations(file.path, name)),
    ...lengthViolations(file),
  ];
}

/** Whether files that must do no I/O reach a module that does, over however many imports. */
export function purityViolations(files: readonly SourceFile[]): string[] {
  const importsOf = new Map(files.map((file) => [file.path, valueImports(file)]));
  return files
    .filter(({ path }) => isPure(path))
    .flatMap(({ path }) => {
      const route = routeToIo(path, importsOf);
      return route === null ? [] : [`${route.join(" → ")}: ${path} must do no I/O`];
    });
}

/** Absolute paths of one machine, in code and in comments alike. */
export function machinePathViolations({ path, text }: SourceFile): string[] {
  return text.split("\n").flatMap((line, index) => {
    const found = /(?<![\w.\-/])\/(?:work|root|home|Users)\//.exec(line)?.[0];
    return found === undefined ? [] : [`${path}:${index + 1}: the machine path ${found}`];
  });
}

/** Dependencies that are not pinned to one version. */
export function pinViolations(manifest: Record<string, unknown>): string[] {
  return ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].flatMap((section) =>
    Object.entries(manifest[section] ?? {}).flatMap(([name, version]) =>
      /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)) ? [] : [`${section}: ${name} ${version} is no pin`],
    ),
  );
}

/** Packages that shipped code imports without the manifest promising them. */
export function undeclaredPackages(
  files: readonly SourceFile[],
  manifest: Record<string, unknown>,
): string[] {
  const declared = new Set(
    ["dependencies", "peerDependencies"].flatMap((section) => Object.keys(manifest[section] ?? {})),
  );
  return files.flatMap((file) =>
    parse(file)
      .imports.map(({ specifier }) => packageOf(specifier))
      .filter((name) => name !== null && !declared.has(name))
      .map((name) => `${file.path} imports ${name}, which package.json does not list for users`),
  );
}

function importViolations(path: string, specifier: string): string[] {
  if (specifier.startsWith(".")) return directionViolations(path, specifier);
  if (specifier === COMPUTED)
    return Object.hasOwn(COMPUTED_IMPORTS, path) ? [] : [`${path} imports what is computed as it runs`];
  const owners = OWNED_PACKAGES[packageOf(specifier) ?? ""];
  if (owners === undefined || owners.includes(topOf(path))) return [];
  return [`${path} imports ${specifier}, which only ${owners.join(" and ")} may`];
}

function directionViolations(path: string, specifier: string): string[] {
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  if (!target.startsWith("src/")) return [`${path} imports ${target}, outside src`];
  if (!/\.(ts|json)$/.test(target)) return [`${path} imports ${specifier} without its .ts`];
  const [from, to] = [topOf(path), topOf(target)];
  if (from === to) return [];
  const [fromRank, toRank] = [rankOf(from), rankOf(to)];
  if (fromRank === -1) return [`${path} lies in a folder without a rank`];
  if (toRank === -1) return [`${path} imports ${target}, in a folder without a rank`];
  if (fromRank === toRank) return [`${path} imports its sibling ${target}`];
  return toRank > fromRank ? [] : [`${path} imports ${target}, which is above it`];
}

function globalViolations(path: string, name: string): string[] {
  return OWNED_GLOBALS.flatMap(({ names, owners, exceptions }) =>
    !names.includes(name) || owners.includes(topOf(path)) || Object.hasOwn(exceptions, path)
      ? []
      : [`${path} uses ${name}, which only ${owners.join(" and ")} may`],
  );
}

const MAXIMUM_LINES = 250;

function lengthViolations({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split("\n").length;
  return lines > MAXIMUM_LINES ? [`${path} has ${lines} lines; ${MAXIMUM_LINES} are allowed`] : [];
}

function isPure(path: string): boolean {
  if (path === "src/run/plan.ts") return true;
  return /^src\/(benchmarks|compare|report)\//.test(path) && path !== "src/report/write.ts";
}

function valueImports(file: SourceFile): string[] {
  return parse(file)
    .imports.filter(({ isType }) => !isType)
    .map(({ specifier }) =>
      specifier.startsWith(".")
        ? posix.normalize(posix.join(posix.dirname(file.path), specifier))
        : specifier,
    );
}

function routeToIo(path: string, importsOf: ReadonlyMap<string, readonly string[]>): string[] | null {
  const seen = new Set([path]);
  const routes = [[path]];
  for (let route = routes.shift(); route !== undefined; route = routes.shift()) {
    for (const next of importsOf.get(route.at(-1) ?? "") ?? []) {
      if (IO_MODULES.test(next)) return [...route, next];
      if (!seen.has(next)) routes.push([...route, next]);
      seen.add(next);
    }
  }
  return null;
}

function topOf(path: string): string {
  return (path.split("/")[1] ?? "").replace(/\.ts$/, "");
}

function rankOf(folder: string): number {
  return RANKS.findIndex((folders) => folders.includes(folder));
}

/** `@scope/name` or `name` of a bare specifier; `null` for relative and built-in ones. */
function packageOf(specifier: string): string | null {
  if (specifier.startsWith(".") || specifier.startsWith("node:") || specifier === COMPUTED) return null;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
