import { createHash } from "node:crypto";
import { html, Markup, type Value } from "./markup.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";

/** A part of a page with a heading of its own. */
export interface PageSection {
  /** Unique on the page, for links to it. */
  readonly id: string;
  readonly title: string;
  readonly body: Value;
}

/** What every page is made of. */
export interface Page {
  readonly title: string;
  /** Verdict, headline, reasons and warnings. */
  readonly head: Markup;
  readonly sections: readonly PageSection[];
  readonly foot: Markup;
  /** Links that stand above everything, for a page that is served. */
  readonly bar?: Markup;
  /** What the head is called in the contents, where it is no verdict. */
  readonly topTitle?: string;
  /** Whether it has forms, which only a page that is served can send. */
  readonly hasForms?: boolean;
  /** Rules and behaviour that only this kind of page has; never made of data. */
  readonly style?: string;
  readonly script?: string;
}

/** A whole page in one file: nothing in it is fetched from elsewhere, and nothing but its own script can run. */
export function pageDocument(page: Page): string {
  const styles = [STYLE, ...(page.style === undefined ? [] : [page.style])];
  const scripts = [SCRIPT, ...(page.script === undefined ? [] : [page.script])];
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(styles, scripts, page.hasForms === true)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="icon" href="data:,">
${styles.map((style) => html`<style>${new Markup(style)}</style>\n`)}</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${page.bar ?? null}${FRAME}
${contents(page)}
<main id="content" tabindex="-1">
${page.head}
${page.sections.map(section)}
${page.foot}
</main>
</div>
${scripts.map((script) => html`<script>${new Markup(script)}</script>\n`)}</body>
</html>
`;
  return text;
}

const FRAME = new Markup('<div class="frame">');

/** A page that was made to stand alone, with the links above it that a served one has. */
export function withBar(page: string, bar: Markup): string {
  // Nothing that comes from a run stands before the frame with its signs unescaped.
  return page.replace(FRAME.text, () => `${bar.text}${FRAME.text}`);
}

function section({ id, title, body }: PageSection): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`;
}

function contents({ sections, topTitle = "Verdict" }: Page): Markup {
  const links = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  return html`<nav class="contents" aria-label="Contents">
<ul><li><a href="#verdict">${topTitle}</a></li>${links}</ul>
<button type="button" class="theme" data-theme-toggle hidden>Light or dark</button>
</nav>`;
}

/** Only the page's own style and script, known by their hashes: whatever a reply smuggled in would not run. */
function contentPolicy(styles: readonly string[], scripts: readonly string[], hasForms: boolean): string {
  return [
    "default-src 'none'",
    `style-src ${styles.map(hashSource).join(" ")}`,
    `script-src ${scripts.map(hashSource).join(" ")}`,
    "img-src data:",
    "base-uri 'none'",
    `form-action ${hasForms ? "'self'" : "'none'"}`,
  ].join("; ");
}

function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
