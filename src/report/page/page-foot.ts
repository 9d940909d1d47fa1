import type { AnyRun } from "../../contracts/any-run.ts";
import { html, type Markup, shortened } from "./markup.ts";

/** What every page ends with: where the rest is. */
export function pageFoot({ tool, id }: Pick<AnyRun, "tool" | "id">): Markup {
  return html`<footer class="foot">
<p>Written by fvalidate ${shortened(tool.version, 100)} for the run ${shortened(id, 300)}. All figures, unrounded, are in <code>run.json</code> and <code>report.csv</code> beside this page. Differences are candidate − baseline.</p>
</footer>`;
}
