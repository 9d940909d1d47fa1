import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endingNear } from "../../src/patch/line-edits.ts";
import { lineBehindImports } from "../../src/patch/seeds.ts";
import { indentOf, joinLines, LineIndex, type SourceLine, splitLines } from "../../src/patch/source-lines.ts";
import { nodesNamed, parsePython, statementsOf } from "../../src/patch/syntax.ts";
import { type RandomSource, randomSource } from "../../src/support/random.ts";

export const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** Python files of the interpreter's standard library, or site-packages too, that it can compile, as UTF-8. */
export function libraryFiles(count: number, from: "library" | "packages too"): string[] {
  const script = `
import os, site, sys, sysconfig
def files(root, skipped):
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in skipped]
        yield from (os.path.join(folder, name) for name in names if name.endswith(".py"))
packages = ["site-packages", "dist-packages"]
found = set(files(sysconfig.get_paths()["stdlib"], packages))
if sys.argv[2] == "packages too":
    found.update(path for root in site.getsitepackages() for path in files(root, []))
found = sorted(found)
kept = []
for path in found[:: max(1, len(found) // (3 * int(sys.argv[1])))]:
    try:
        data = open(path, "rb").read()
        data.decode("utf-8")
        compile(data, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        continue
    if 200 < len(data) < 200_000 and b"flag_gems" not in data:
        kept.append(path)
print("\\n".join(kept[: int(sys.argv[1])]))
`;
  return execFileSync("python3", ["-W", "ignore", "-c", script, String(count), from], { encoding: "utf8" })
    .trim()
    .split("\n");
}

const STATEMENTS = [
  ["flag_gems.enable()"],
  ["flag_gems.enable(", "    unused=['mm'],  # )", ")"],
  ["with flag_gems.use_gems():", "    pass"],
  ["with open('x') as f, flag_gems.use_gems(exclude=['a']) as g:", "    f.read()"],
  ["if flag_gems_wanted: flag_gems.enable()", "else: flag_gems.enable(); other()"],
  ["before(); flag_gems.enable(); after()"],
  ["try:", "    import flag_gems as fg", "except ImportError:", "    fg = None"],
] as const;

/** The source with flag_gems statements at random places where statements may stand. */
export function withGemsInserted(text: string, seed: string): string {
  const random = randomSource(seed);
  const lines = splitLines(text);
  const source = parsePython(joinLines(lines));
  const index = new LineIndex(lines);
  const starts = nodesNamed(source, "Body")
    .flatMap(statementsOf)
    .map(({ from }) => index.lineAt(from))
    .filter((line, at, all) => all.indexOf(line) === at && isStatementStart(lines, index, line));
  const chosen = starts
    .filter(() => random() < 6 / (starts.length + 1))
    .toSorted((first, second) => second - first);
  for (const line of chosen) insertAt(lines, line, pick(random));
  insertAt(lines, lineBehindImports(source, index), ["import flag_gems"], "");
  return joinLines(lines);
}

/** Only where a statement begins its line, in a suite of its own. */
function isStatementStart(lines: readonly SourceLine[], index: LineIndex, line: number): boolean {
  const content = lines[line]?.content ?? "";
  const isClauseHead = /^\s*(elif|else|except|finally|case)\b/.test(content);
  const previous = lines[line - 1]?.content ?? "";
  return indentOf(content) !== "" && !isClauseHead && !/\\$|^\s*@/.test(previous) && index.startOf(line) > 0;
}

function pick(random: RandomSource): readonly string[] {
  return STATEMENTS[Math.floor(random() * STATEMENTS.length)] ?? STATEMENTS[0];
}

function insertAt(lines: SourceLine[], at: number, statement: readonly string[], indent?: string): void {
  const blanks = indent ?? indentOf(lines[at]?.content ?? "");
  const ending = endingNear(lines, at);
  if (at > 0 && lines[at - 1]?.ending === "")
    lines[at - 1] = { content: lines[at - 1]?.content ?? "", ending };
  lines.splice(at, 0, ...statement.map((content) => ({ content: blanks + content, ending })));
}

/** The names of those sources that the real Python does not compile. */
export function uncompilable(sources: ReadonlyMap<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "fvalidate-python-"));
  const names = [...sources.keys()];
  for (const [at, name] of names.entries()) writeFileSync(join(folder, `${at}.py`), sources.get(name) ?? "");
  const script = `
import sys
for at in range(int(sys.argv[2])):
    path = f"{sys.argv[1]}/{at}.py"
    try:
        compile(open(path, "rb").read(), path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        print(at, error)
`;
  const said = execFileSync("python3", ["-W", "ignore", "-c", script, folder, String(names.length)], {
    encoding: "utf8",
  });
  return said
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map(
      (line) =>
        `${names[Number.parseInt(line, 10)]} ${join(folder, `${Number.parseInt(line, 10)}.py`)}: ${line}`,
    );
}

export function readSource(path: string): string {
  return readFileSync(path, "utf8");
}
