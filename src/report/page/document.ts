import { html, type Markup } from "./markup.ts";

/** A part of a page with a heading of its own. */
export interface PageSection {
  /** Unique on the page, for links to it. */
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** What every page is made of. */
export interface Page {
  readonly title: string;
  /** Verdict, headline, reasons and warnings. */
  readonly head: Markup;
  readonly sections: readonly PageSection[];
}

/** A whole page in one file: nothing in it is fetched from elsewhere. */
export function pageDocument({ title, head, sections }: Page): string {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
</head>
<body>
<header>${head}</header>
<main>
${sections.map(({ id, title: heading, body }) => html`<section id="${id}"><h2>${heading}</h2>${body}</section>`)}
</main>
</body>
</html>
`;
  return text;
}
