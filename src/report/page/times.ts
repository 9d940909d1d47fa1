/** `2026-11-21 07:28:28 UTC`; what is no such time stays as it is. */
export function printInstant(iso: string): string {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso);
  return found === null ? iso.slice(0, 100) : `${found[1]} ${found[2]} UTC`;
}

/** As a person says it: `179 ms`, `12.3 s`, `4 min 5 s`, `2 h 10 min`. */
export function printDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((milliseconds % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
