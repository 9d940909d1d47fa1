/** A value as one line of text, so that it can be compared; `null` where there is none. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Settings that an output tells, as texts; those that it does not are left out. */
export function textsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const text = textOf(value);
      return text === null || text === "" ? [] : [[key, text]];
    }),
  );
}

/** `1 sample`, `2 samples`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A text for a message, cut where it is long. */
export function shortened(text: string, characters = 120): string {
  return text.length > characters ? `${text.slice(0, characters)}…` : text;
}
