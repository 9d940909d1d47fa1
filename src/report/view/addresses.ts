/** Where a run's page is. */
export function runAddress(name: string): string {
  return `/runs/${encodeURIComponent(name)}`;
}

/** Where a file of a run's folder is. */
export function fileAddress(name: string, file: string): string {
  return `${runAddress(name)}/files/${encodeURIComponent(file)}`;
}

/** Where two runs stand side by side. */
export function comparisonAddress(a: string, b: string): string {
  return `/compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`;
}
