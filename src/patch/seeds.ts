import type { SyntaxNode } from "@lezer/common";
import { applyLineEdits, endingNear, type LineEdit } from "./line-edits.ts";
import { inserted, undo } from "./markers.ts";
import { joinLines, LineIndex, type SourceLine } from "./source-lines.ts";
import { childrenOf, nodesNamed, type PythonSource, parsePython, textOf } from "./syntax.ts";
import { unitOf } from "./unit.ts";

/** The seven lines of the pi0 model card, in its order, each with the shape by which it is recognised. */
const SEED_LINES = [
  { line: "random.seed(42)", shape: /^random\.seed\(\d+\)$/, needs: "import random" },
  { line: "np.random.seed(42)", shape: /^(np|numpy)\.random\.seed\(\d+\)$/, needs: "import numpy as np" },
  { line: "torch.manual_seed(42)", shape: /^torch\.manual_seed\(\d+\)$/, needs: "import torch" },
  { line: "torch.cuda.manual_seed(42)", shape: /^torch\.cuda\.manual_seed\(\d+\)$/, needs: "import torch" },
  {
    line: "torch.cuda.manual_seed_all(42)",
    shape: /^torch\.cuda\.manual_seed_all\(\d+\)$/,
    needs: "import torch",
  },
  {
    line: "torch.backends.cudnn.deterministic = True",
    shape: /^torch\.backends\.cudnn\.deterministic=True$/,
    needs: "import torch",
  },
  {
    line: "torch.backends.cudnn.benchmark = False",
    shape: /^torch\.backends\.cudnn\.benchmark=False$/,
    needs: "import torch",
  },
] as const;

/** The statements of the card's seed lines, wherever they stand. */
export function seedStatements(source: PythonSource): SyntaxNode[] {
  return nodesNamed(source, "ExpressionStatement", "AssignStatement").filter((statement) => {
    const code = textOf(source, statement).replace(/\s+/g, "");
    return SEED_LINES.some(({ shape }) => shape.test(code));
  });
}

/** The lines with every seed line switched off: the card's "eliminate the no-rand constraint". */
export function switchOffSeeds(lines: readonly SourceLine[]): SourceLine[] {
  const clean = undo(lines, "seeds");
  const index = new LineIndex(clean);
  const source = parsePython(joinLines(clean));
  const edits = seedStatements(source).map((statement): LineEdit => {
    const unit = unitOf(source, statement);
    const firstLine = index.lineAt(statement.from);
    const lastLine = index.lineAt(statement.to - 1);
    const indent = /^[ \t\f]*/.exec(clean[firstLine]?.content ?? "")?.[0] ?? "";
    // `pass` does what a switched-off line does, and keeps a suite that held nothing else.
    return { firstLine, lastLine, replacement: unit.body === null ? [] : [`${indent}pass`] };
  });
  return applyLineEdits(clean, uniqueByLine(edits), "seeds");
}

/** The lines with every seed line on; those that are nowhere are put behind the first imports. */
export function switchOnSeeds(lines: readonly SourceLine[]): SourceLine[] {
  const clean = undo(lines, "seeds");
  const source = parsePython(joinLines(clean));
  const present = seedStatements(source).map((statement) => textOf(source, statement).replace(/\s+/g, ""));
  const missing = SEED_LINES.filter(({ shape }) => !present.some((code) => shape.test(code)));
  if (missing.length === 0) return clean;
  const needs = [...new Set(missing.map((seed) => seed.needs))];
  const at = lineBehindImports(source, new LineIndex(clean));
  const block = inserted([...needs, ...missing.map(({ line }) => line)], "seeds", endingNear(clean, at));
  return [...clean.slice(0, at), ...block, ...clean.slice(at)];
}

/** The line behind the last of the imports that a module begins with, its docstring and `__future__` among them. */
export function lineBehindImports(source: PythonSource, index: LineIndex): number {
  const top = childrenOf(source.tree.topNode).filter(({ name }) => name !== "Comment");
  const isDocstring = (node: SyntaxNode) =>
    node.name === "ExpressionStatement" && node.firstChild?.name === "String";
  const first = top.findIndex((node) => node.name !== "ImportStatement" && !isDocstring(node));
  const last = first === -1 ? top.at(-1) : top[first - 1];
  return last === undefined ? 0 : index.lineAt(last.to - 1) + 1;
}

function uniqueByLine(edits: readonly LineEdit[]): LineEdit[] {
  return edits.filter(
    ({ firstLine }, at) => edits.findIndex((other) => other.firstLine === firstLine) === at,
  );
}
