/**
 * What a page does when it is read, as text: it runs in the browser alone. Everything is found by data attributes, and a
 * page without script shows the same, unsorted and unfiltered. No value from a run ever becomes part of this text.
 */
export const SCRIPT = `"use strict";
(() => {
  const all = (root, selector) => [...root.querySelectorAll(selector)];

  // Light or dark, as long as the page is open; the system's choice until then.
  for (const button of all(document, "[data-theme-toggle]")) {
    const root = document.documentElement;
    const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const name = () => { button.textContent = isDark() ? "Light page" : "Dark page"; };
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      name();
    });
  }

  // Lists that are narrowed down by choices and a search.
  for (const list of all(document, "[data-filtered]")) {
    const bar = list.querySelector(".filters");
    const items = all(list, "[data-item]");
    const search = list.querySelector("[data-search]");
    const choices = all(list, "[data-choice]");
    const shown = list.querySelector("[data-shown]");
    const none = list.querySelector("[data-none]");
    const texts = new Map();
    const textOf = (item) => {
      if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
      return texts.get(item);
    };
    const matches = (item, words) =>
      choices.every(({ value, dataset }) => value === "" || item.getAttribute("data-facet-" + dataset.choice) === value) &&
      words.every((word) => textOf(item).includes(word));
    const narrow = () => {
      const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
      let count = 0;
      for (const item of items) {
        item.hidden = !matches(item, words);
        if (!item.hidden) count += 1;
      }
      const { what } = shown.dataset;
      shown.textContent = count === items.length ? count + " " + what : count + " of " + items.length + " " + what;
      none.hidden = count > 0;
    };
    search.addEventListener("input", narrow);
    for (const choice of choices) choice.addEventListener("change", narrow);
    const setOpen = (open) => {
      for (const item of items) {
        if (item.hidden) continue;
        const details = item.matches("details") ? item : item.querySelector("details");
        if (details) details.open = open;
      }
    };
    for (const button of all(list, "[data-open-all]")) button.addEventListener("click", () => setOpen(true));
    for (const button of all(list, "[data-close-all]")) button.addEventListener("click", () => setOpen(false));
    bar.hidden = false;
  }

  // Tables whose headings sort them; rows without a number come last whichever way.
  for (const table of all(document, "table[data-sortable]")) {
    const body = table.tBodies[0];
    const headings = all(table, "thead th");
    const keyOf = (row, column, isNumber) => {
      const cell = row.cells[column];
      const text = cell.dataset.sort ?? cell.textContent.trim();
      if (!isNumber) return text;
      const number = Number.parseFloat(text.replaceAll("−", "-"));
      return Number.isNaN(number) ? null : number;
    };
    const compare = (one, other) => (typeof one === "number" ? one - other : one.localeCompare(other, "en", { numeric: true }));
    headings.forEach((heading, column) => {
      const isNumber = heading.classList.contains("number");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...heading.childNodes);
      heading.append(button);
      heading.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const falling = heading.getAttribute("aria-sort") === (isNumber ? "none" : "ascending") || heading.getAttribute("aria-sort") === "ascending";
        for (const other of headings) other.setAttribute("aria-sort", "none");
        heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
        const keyed = [...body.rows].map((row) => ({ row, key: keyOf(row, column, isNumber) }));
        keyed.sort((one, other) => {
          if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null);
          return falling ? compare(other.key, one.key) : compare(one.key, other.key);
        });
        body.append(...keyed.map(({ row }) => row));
      });
    });
  }

  // On paper nothing can be opened.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all(document, "details:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  // A link into something folded away opens it.
  const openTarget = () => {
    const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    for (let part = target; part; part = part.parentElement) if (part.matches("details")) part.open = true;
    if (target && target.closest("details")) target.scrollIntoView();
  };
  addEventListener("hashchange", openTarget);
  openTarget();
})();
`;
