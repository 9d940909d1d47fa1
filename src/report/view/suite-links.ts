import type { SuiteRun } from "../../contracts/suite-run.ts";
import { html } from "../page/markup.ts";
import { linkTo } from "../suite/figures.ts";
import { runAddress } from "./addresses.ts";

/**
 * A suite's page leads to the pages in its parts' folders; a served one leads to where those are served.
 * @param name of the suite run's folder, before which its parts' names stand
 */
export function withServedLinks(page: string, name: string, { parts }: SuiteRun): string {
  return parts.reduce((changed, part) => {
    const link = linkTo(part, "report.html");
    if (link === null || part.folder === null) return changed;
    const { text } = html`href="${runAddress(`${name}/${part.folder}`)}"`;
    return changed.replaceAll(html`href="${link}"`.text, () => text);
  }, page);
}
