/** Turns the candidate's names into the baseline's. */
export interface NameMapping {
  /** Candidate names and the baseline names that they stand for. They come before the rules. */
  readonly pairs: readonly { readonly candidate: string; readonly baseline: string }[];
  /** The first rule that fits the whole name decides. */
  readonly rules: readonly MappingRule[];
}

export interface MappingRule {
  /** As the file has it, for messages. */
  readonly from: string;
  /** Fits whole names. */
  readonly expression: RegExp;
  /** With `$1`, `$2`, … and `$<name>` for the groups. */
  readonly to: string;
}

export interface MappedNames {
  /** The baseline's name for each candidate name, in the given order. */
  readonly names: readonly string[];
  /** Pairs and rules that no name used. */
  readonly unused: readonly string[];
}

/** Names that nothing fits stay as they are. */
export function mapNames(names: readonly string[], mapping: NameMapping): MappedNames {
  const pairs = new Map(mapping.pairs.map(({ candidate, baseline }) => [candidate, baseline]));
  const used = new Set<string | MappingRule>();
  const mapped = names.map((name) => {
    const exact = pairs.get(name);
    if (exact !== undefined) {
      used.add(name);
      return exact;
    }
    const rule = mapping.rules.find(({ expression }) => expression.test(name));
    if (rule === undefined) return name;
    used.add(rule);
    return name.replace(rule.expression, rule.to);
  });
  const unusedPairs = [...pairs.keys()].filter((name) => !used.has(name)).map((name) => `the pair ${name}`);
  const unusedRules = mapping.rules
    .filter((rule) => !used.has(rule))
    .map(({ from, to }) => `the rule ${from} → ${to}`);
  return { names: mapped, unused: [...unusedPairs, ...unusedRules] };
}
