/** What log lines of FlagGems and of vllm-plugin-FL say, by kind of statement. */
const LINES = [
  // FlagGems' own record of an operator: 3.0 names the module, later versions the function too.
  { kind: "operator", pattern: /\[DEBUG\] (flag_gems\.[\w.]+): GEMS (.+)$/u },
  { kind: "dispatched", pattern: /Op '([\w.]+)' using 'default\.flagos'/u },
  {
    kind: "enabled",
    pattern:
      /\[FlagGems\] (Enable all ops|Enable only the following ops: \[[^\]]*\w|Disable the following ops)/u,
  },
  { kind: "enabled", pattern: /Patched .* with FLAGGEMS/u },
  { kind: "plugin", pattern: /Platform plugin fl is activated|Registering oot op:|OpManager initialized/u },
  { kind: "communicator", pattern: /Using CommunicatorFL/u },
  // Switched on in name only: no operator was named, so none was replaced.
  { kind: "nothing", pattern: /only_enable failed: No (include parameter|op to register)/u },
  { kind: "nothing", pattern: /\[FlagGems\] Enable only the following ops: \[\s*\]/u },
  { kind: "fallback", pattern: /Implementation '([^']+)' failed/u },
] as const;

export type LineKind = (typeof LINES)[number]["kind"];

/** How often each kind of line was seen, and which operators they named. */
export class GemsLines {
  readonly #counts = new Map<LineKind, number>();
  readonly #first = new Map<LineKind, string>();
  /** Operators by name, each with how many lines named it. */
  readonly operators: Record<string, number> = {};

  take(line: string): void {
    for (const { kind, pattern } of LINES) {
      const found = pattern.exec(line);
      if (found === null) continue;
      this.#counts.set(kind, this.count(kind) + 1);
      if (!this.#first.has(kind)) this.#first.set(kind, line.trim().slice(0, 300));
      const name = kind === "dispatched" ? `vllm_fl.${found[1]}` : found[1];
      if ((kind === "operator" || kind === "dispatched") && name !== undefined) {
        this.operators[name] = (this.operators[name] ?? 0) + 1;
      }
    }
  }

  count(kind: LineKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** The first line of a kind, to be quoted. */
  first(kind: LineKind): string | undefined {
    return this.#first.get(kind);
  }

  /** Whether any line shows that FlagOS' own code computed or was put in place. */
  get showsFlagos(): boolean {
    return (["operator", "dispatched", "enabled", "communicator"] as const).some(
      (kind) => this.count(kind) > 0,
    );
  }
}
