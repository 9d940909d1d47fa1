import { pageDocument } from "../page/document.ts";
import { html, shortened } from "../page/markup.ts";
import { viewBar } from "./bar.ts";

const LONGEST = 4000;

/** A page that says why there is nothing to show. */
export function noticePage({ title, text }: { readonly title: string; readonly text: string }): string {
  return pageDocument({
    title: `${title.slice(0, 200)} (fvalidate)`,
    bar: viewBar([]),
    head: html`<header class="head" id="verdict">
<h1>${shortened(title, 300)}</h1>
<p class="lines">${shortened(text, LONGEST)}</p>
<p><a href="/">All runs</a></p>
</header>
`,
    sections: [],
    foot: html``,
  });
}
