import type { RunResult } from "../../../contracts/run-result.ts";
import { html, type Markup } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";

/** What both arms were asked, by its hashes, and what the run was told to do. */
export function inputsBody({ capsule, settings, id, suite }: RunResult): Markup {
  const again =
    capsule.sha256 === null
      ? html`<dd>none: ${sentence(capsule.sha256Reason ?? "the requests have no hash")}</dd>`
      : html`<dd><code>${capsule.sha256}</code><br>The same bytes again: add <code>--capsule</code> with the folder <code>${sentence(`${id}/capsule`)}</code>.</dd>`;
  const card =
    settings.cardMapePercent === null
      ? null
      : html`<dt>published MAPE</dt><dd>${settings.cardMapePercent} %</dd>`;
  return html`<p>${sentence(capsule.description)}.</p>
<dl class="facts">
<dt>suite</dt><dd>${sentence(suite.name)}: ${sentence(suite.title)}</dd>
<dt>observations</dt><dd>${capsule.observations}</dd>
<dt>capsule's SHA-256</dt>${again}
<dt>noise's SHA-256</dt><dd><code>${sentence(capsule.noiseSha256)}</code></dd>
<dt>profile</dt><dd>${sentence(capsule.profile ?? "none")}</dd>
<dt>seed</dt><dd>${settings.seed}</dd>
<dt>asked the same</dt><dd>${settings.repeats} times</dd>
<dt>evidence required</dt><dd>${settings.requireEvidence ? "yes" : "no"}</dd>
${card}
</dl>`;
}
