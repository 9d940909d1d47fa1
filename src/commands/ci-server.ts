import type { Parsed } from "./arguments.ts";

const SERVERS = ["github", "gitlab", "none"] as const;

/** Which CI server this command runs under, as far as reports differ. */
export type CiServer = (typeof SERVERS)[number];

/** What `--ci` says, or the variables that servers set. A word that is none of these is asked of the variables too. */
export function ciServer(parsed: Parsed): CiServer {
  // What yargs makes of --no-ci.
  if (parsed["ci"] === false) return "none";
  return SERVERS.find((server) => server === parsed["ci"]) ?? serverOfEnvironment();
}

export function serverOfEnvironment(): CiServer {
  if (process.env["FVALIDATE_CI"] === "none") return "none";
  if (process.env["GITHUB_ACTIONS"] === "true") return "github";
  return process.env["GITLAB_CI"] === "true" ? "gitlab" : "none";
}

/** The page that has this job's artefacts; `null` where nothing tells it. */
export function artefactsUrlOf(server: CiServer): string | null {
  const { env } = process;
  if (server === "github") {
    const [url, repository, run] = [env["GITHUB_SERVER_URL"], env["GITHUB_REPOSITORY"], env["GITHUB_RUN_ID"]];
    const isKnown = url !== undefined && repository !== undefined && run !== undefined;
    return isKnown ? `${url}/${repository}/actions/runs/${run}#artifacts` : null;
  }
  const job = server === "gitlab" ? env["CI_JOB_URL"] : undefined;
  return job === undefined ? null : `${job}/artifacts/browse`;
}
