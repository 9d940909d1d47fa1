import type { SyntaxNode } from "@lezer/common";
import { applyLineEdits, endingNear } from "./line-edits.ts";
import { inserted, undo } from "./markers.ts";
import { refusal } from "./refusal.ts";
import { lineBehindImports } from "./seeds.ts";
import { joinLines, LineIndex, type SourceLine } from "./source-lines.ts";
import { childrenOf, nodesNamed, type PythonSource, parsePython, textOf } from "./syntax.ts";
import { unitOf } from "./unit.ts";
import { UnitEdits } from "./unit-edits.ts";

const HELPER = "_fvalidate_fixed_noise";

/** The file that a patched source takes its noise from, or `null`. */
export function fixedNoiseFile(lines: readonly SourceLine[]): string | null {
  const opening = `def ${HELPER}(like, _file=`;
  const definition = lines.find(({ content }) => content.startsWith(opening));
  const literal = /^"((?:[^"\\]|\\.)*)"/.exec(definition?.content.slice(opening.length) ?? "")?.[1];
  return literal === undefined ? null : fromPythonString(literal);
}

/**
 * The lines with the model's noise taken from a file: what `sample_noise` returns or, in models without it, what
 * `sample_actions` draws for `noise`, is replaced by the file's tensor in the same shape, device and dtype. A fresh
 * copy each time, because the Euler loop of some versions overwrites its noise; read anew when the file is replaced,
 * so that a noise moved by an ulp can be asked of a running server.
 *
 * @param file the `.npy` file's path on the machine that will run the source
 * @throws FvalidateError of kind `input` where there is no place that draws noise
 */
export function withFixedNoise(lines: readonly SourceLine[], file: string, name: string): SourceLine[] {
  const clean = undo(lines, "noise");
  const source = parsePython(joinLines(clean));
  const drawn = drawnNoise(source);
  if (drawn.length === 0) {
    throw refusal(
      { name, text: source.text, offset: 0 },
      "there is no `sample_noise` that returns noise, and no `sample_actions` that draws it",
      "Name the file that holds the model, such as modeling_pi0.py.",
    );
  }
  const units = new UnitEdits(source);
  for (const expression of drawn) {
    units.replace(unitOf(source, expression), expression, `${HELPER}(${textOf(source, expression)})`);
  }
  const patched = applyLineEdits(clean, units.lineEdits(new LineIndex(clean)), "noise");
  const at = lineBehindImports(parsePython(joinLines(patched)), new LineIndex(patched));
  return [
    ...patched.slice(0, at),
    ...inserted(helper(file), "noise", endingNear(patched, at)),
    ...patched.slice(at),
  ];
}

/** The expressions whose value is the noise. */
function drawnNoise(source: PythonSource): SyntaxNode[] {
  const returned = functionsNamed(source, "sample_noise").flatMap((body) => returnedValues(source, body));
  if (returned.length > 0) return returned;
  return functionsNamed(source, "sample_actions").flatMap((body) => assignedCalls(source, body));
}

function functionsNamed(source: PythonSource, name: string): SyntaxNode[] {
  return nodesNamed(source, "FunctionDefinition").filter((definition) =>
    childrenOf(definition).some((child) => child.name === "VariableName" && textOf(source, child) === name),
  );
}

function returnedValues(source: PythonSource, definition: SyntaxNode): SyntaxNode[] {
  return within(source, definition, "ReturnStatement").flatMap((statement) => {
    const value = childrenOf(statement)[1];
    return value === undefined ? [] : [value];
  });
}

/** `noise = torch.randn(…)`, `noise = jax.random.normal(…)`: a call that is assigned to `noise`. */
function assignedCalls(source: PythonSource, definition: SyntaxNode): SyntaxNode[] {
  return within(source, definition, "AssignStatement").flatMap((statement) => {
    const [target, , value] = childrenOf(statement);
    const isNoise = target?.name === "VariableName" && textOf(source, target) === "noise";
    return isNoise && value?.name === "CallExpression" ? [value] : [];
  });
}

function within(
  source: PythonSource,
  { from, to }: SyntaxNode,
  kind: "ReturnStatement" | "AssignStatement",
): SyntaxNode[] {
  return nodesNamed(source, kind).filter((node) => from <= node.from && node.to <= to);
}

/** Python without any import of the module's own: it needs numpy, and whichever library the noise comes from. */
function helper(file: string): string[] {
  return [
    `def ${HELPER}(like, _file=${pythonString(file)}, _loaded=[]):`,
    '    """The noise of the file in the shape, device and dtype of `like`; a fresh copy each time."""',
    "    import numpy, os",
    "    now = os.stat(_file)",
    "    if _loaded[:2] != [now.st_mtime_ns, now.st_ino]:",
    "        _loaded[:] = [now.st_mtime_ns, now.st_ino, numpy.load(_file, allow_pickle=False)]",
    "    fixed, wanted = _loaded[2], tuple(like.shape)",
    "    if fixed.shape[1:] != wanted[1:] or fixed.shape[0] not in (1, wanted[0]):",
    '        raise ValueError(f"the fixed noise of {_file} has the shape {fixed.shape}, the model asks for {wanted}")',
    // Without `order` the copy of a broadcast keeps its layout, which kernels that need contiguous input refuse.
    '    copy = numpy.array(numpy.broadcast_to(fixed, wanted), order="C")',
    '    if type(like).__module__.split(".")[0] == "torch":',
    "        import torch",
    "        return torch.from_numpy(copy).to(device=like.device, dtype=like.dtype)",
    "    if isinstance(like, numpy.ndarray):",
    "        return copy.astype(like.dtype, copy=False)",
    "    import jax.numpy",
    "    return jax.numpy.asarray(copy, dtype=like.dtype)",
  ];
}

/** A Python literal in ASCII, so that it stands in a file of any encoding. */
function pythonString(text: string): string {
  const escaped = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\\" || character === '"') return `\\${character}`;
    return code >= 0x20 && code < 0x7f ? character : `\\U${code.toString(16).padStart(8, "0")}`;
  });
  return `"${escaped.join("")}"`;
}

function fromPythonString(literal: string): string {
  return literal.replace(/\\U([0-9a-f]{8})|\\(.)/g, (_escape, code: string | undefined, character: string) =>
    code === undefined ? character : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
