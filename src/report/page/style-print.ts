/** On paper: everything open, nothing cut off, nothing that can only be clicked. */
export const PRINT_STYLE = `@page { margin: 14mm 12mm; }
@media print {
  body { background: none; font-size: 9pt; }
  .frame { display: block; max-width: none; padding: 0; }
  .contents, .skip, .filters, .theme, [data-screen] { display: none !important; }
  section, .head { border: 0; border-radius: 0; padding: 0; margin: 0 0 6mm; }
  h1 { font-size: 15pt; }
  h2 { font-size: 12pt; border-bottom: 1px solid var(--line); padding-bottom: 1mm; }
  h2, h3, caption, figcaption, summary { break-after: avoid; }
  .scroll { overflow: visible; }
  .scroll > .plot { max-width: 100%; }
  table { font-size: 7.5pt; }
  th, td { padding: 0.6mm 1.5mm; overflow-wrap: anywhere; }
  .number { white-space: normal; }
  td:not(.number), td.long, tbody th[scope="row"]:not(.number) { min-width: 0; }
  thead { display: table-header-group; }
  tbody tr:first-child { break-before: avoid; }
  tr, figure, .arm, .note, .panel { break-inside: avoid; }
  pre { white-space: pre-wrap; }
  details::details-content { content-visibility: visible; block-size: auto; }
  button.sort::after { content: ""; }
  a { color: inherit; text-decoration: none; }
  [data-tone], .key, svg, tr { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
