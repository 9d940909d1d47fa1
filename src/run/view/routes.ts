/** What a request asks for. */
export type Route =
  | { readonly name: "list"; readonly query: URLSearchParams }
  | { readonly name: "run"; readonly run: string }
  | { readonly name: "file"; readonly run: string; readonly file: string }
  /** Two runs side by side, or however many were chosen. */
  | { readonly name: "comparison"; readonly runs: readonly string[]; readonly isOrdered: boolean }
  | { readonly name: "icon" }
  | { readonly name: "none" };

const NONE: Route = { name: "none" };

/**
 * Reads a request's target. Names are taken apart before they are decoded, so that no encoded slash makes a path; whether
 * there is such a run is for the listing to say.
 * @param target as it stands in the request's first line
 */
export function routeOf(target: string): Route {
  if (!target.startsWith("/")) return NONE;
  const [path = "", ...rest] = target.split("?");
  const segments = path.slice(1).split("/").map(decoded);
  if (segments.includes(null)) return NONE;
  const [first, run = "", ...others] = segments;
  const query = new URLSearchParams(rest.join("?"));
  if (first === "runs" && run !== null && run !== "") return runRoute(run, others);
  if (segments.length > 1) return NONE;
  if (first === "") return { name: "list", query };
  if (first === "compare") return comparison(query);
  return first === "favicon.ico" ? { name: "icon" } : NONE;
}

function runRoute(run: string, others: readonly (string | null)[]): Route {
  const [files, file, ...more] = others;
  if (others.length === 0) return { name: "run", run };
  return files === "files" && typeof file === "string" && more.length === 0
    ? { name: "file", run, file }
    : NONE;
}

function comparison(query: URLSearchParams): Route {
  const [a, b] = [query.get("a"), query.get("b")];
  if (a !== null && b !== null) return { name: "comparison", runs: [a, b], isOrdered: true };
  return { name: "comparison", runs: query.getAll("run"), isOrdered: false };
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
