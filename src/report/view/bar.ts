import { html, type Markup, shortened } from "../page/markup.ts";
import { fileAddress } from "./addresses.ts";

const LONGEST_NAME = 120;

/** The line of links above every page that is served. */
export function viewBar(items: readonly Markup[]): Markup {
  return html`<nav class="bar" aria-label="Reports">
<a href="/">All runs</a>${items}
</nav>
`;
}

/** The line above a run's page: its name, and its files to download. */
export function runBar(name: string, files: readonly string[]): Markup {
  const links = files.map((file) => html` <a href="${fileAddress(name, file)}" download>${file}</a>`);
  return viewBar([
    html`<span class="quiet">${shortened(name, LONGEST_NAME)}</span>`,
    html`<span class="files">Files:${links}</span>`,
  ]);
}
