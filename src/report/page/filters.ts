import { html, type Markup, type Value } from "./markup.ts";

/** One choice by which a list is narrowed down. */
export interface Facet {
  /** A word of small letters and hyphens: items have it as `data-facet-<name>`. */
  readonly name: string;
  readonly label: string;
  /** What can be chosen, besides all. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

export interface FilteredList {
  /** Unique on the page. */
  readonly id: string;
  /** What is listed, in the plural: `flips`. */
  readonly what: string;
  readonly facets: readonly Facet[];
  /** How many items there are; each has `data-item` and its facets' attributes. */
  readonly count: number;
  readonly body: Value;
  /** Whether the items are `details` that can be opened all at once. */
  readonly hasDetails?: boolean;
}

/** A list with a search field and choices above it, which are shown only where the page's script runs. */
export function filteredList({ id, what, facets, count, body, hasDetails = false }: FilteredList): Markup {
  const buttons = hasDetails
    ? html`<button type="button" data-open-all>Open all</button>
<button type="button" data-close-all>Close all</button>`
    : null;
  return html`<div class="filtered" data-filtered>
<div class="filters" role="search" aria-label="Narrow down the ${what}" hidden>
<label>Search <input type="search" id="${id}-search" name="${id}-search" data-search autocomplete="off"></label>
${facets.map((facet) => choice(id, facet))}
${buttons}
<output class="quiet" data-shown data-what="${what}" for="${id}-search">${count} ${what}</output>
</div>
${body}
<p class="quiet" data-none hidden>None of the ${count} ${what} match.</p>
</div>
`;
}

function choice(id: string, { name, label, choices }: Facet): Markup {
  return html`<label>${label} <select id="${id}-${name}" name="${id}-${name}" data-choice="${name}">
<option value="">all</option>${choices.map((one) => html`<option value="${one.value}">${one.label}</option>`)}
</select></label>`;
}
