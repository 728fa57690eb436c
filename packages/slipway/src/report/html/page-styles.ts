/**
 * The look that all our pages share: design tokens, then the plain elements, then a few words (`.wide`, `.stacks`, `.badge`, `.facts`,
 * `.cards`, `.muted`). Colours of both themes have a contrast of at least 4.5 to 1 against the surfaces they stand on.
 */
export const PAGE_STYLES = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --surface: #f4f6f8; --ink: #17212b; --muted: #55626f; --line: #d5dce3;
  --accent: #0b5cad; --good: #1b6e3c; --warn: #8a5300; --bad: #b3261e;
  --good-bg: #e4f3e9; --warn-bg: #fbefd9; --bad-bg: #fbe6e4; --accent-bg: #e3eefa;
  --c1: #2f6db5; --c2: #257a5c; --c3: #a85a24; --c4: #8454a8; --c5: #a83f66; --c6: #4d7d2f; --c7: #27768a; --c8: #7a6a2e;
  --on-colour: #ffffff;
  --space: 1rem; --radius: 6px;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #11171d; --surface: #1a222b; --ink: #e6ebf0; --muted: #a0adba; --line: #33404c;
    --accent: #7db7f2; --good: #74cf97; --warn: #eab765; --bad: #f59a92;
    --good-bg: #17301f; --warn-bg: #362911; --bad-bg: #3b1c1a; --accent-bg: #16293d;
    --c1: #3a6ea8; --c2: #2f7d61; --c3: #a65f2e; --c4: #7d559c; --c5: #9c4164; --c6: #4f772f; --c7: #2e7686; --c8: #766733;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.5 var(--sans); background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 0 var(--space); max-width: 84rem; overflow-wrap: anywhere; }
body > header { padding: 1.5rem 0 .5rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.25rem 0 .25rem; }
p, ul, ol, dl { margin: .5rem 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre, .mono { font-family: var(--mono); font-size: .9em; }
pre { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); padding: .75rem; overflow-x: auto; overflow-wrap: normal; }
.summary { color: var(--muted); margin: 0 0 .5rem; font-size: 1.05rem; }
.muted { color: var(--muted); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: var(--space); top: .5rem; background: var(--paper); padding: .5rem; z-index: 1; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.wide { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; color: var(--muted); padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
thead th { color: var(--muted); font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.badge { display: inline-block; padding: 0 .5em; border-radius: var(--radius); font-size: .85em; font-weight: 600; background: var(--surface); color: var(--muted); border: 1px solid currentColor; white-space: nowrap; }
.badge.good { background: var(--good-bg); color: var(--good); }
.badge.warn { background: var(--warn-bg); color: var(--warn); }
.badge.bad { background: var(--bad-bg); color: var(--bad); }
.badge.info { background: var(--accent-bg); color: var(--accent); }
.facts { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1.5rem; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; min-width: 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: 1rem; padding: 0; list-style: none; }
.cards > * { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); padding: .75rem 1rem; min-width: 0; }
details > summary { cursor: pointer; padding: .25rem 0; }
footer { margin-top: 3rem; padding: 1rem 0 2rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .9rem; }
@media (max-width: 34rem) { .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .5rem; } }
@media (max-width: 44rem) {
  .stacks table, .stacks tbody, .stacks tr, .stacks th, .stacks td, .stacks caption { display: block; }
  .stacks thead { position: absolute; left: -100vw; }
  .stacks tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .stacks th, .stacks td { border: 0; padding: .1rem 0; overflow-wrap: anywhere; }
  .stacks td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); text-align: left; white-space: normal; }
  .stacks td > * { justify-self: start; min-width: 0; }
  .stacks td::before { content: attr(data-head); color: var(--muted); }
  .stacks td:empty { display: none; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root { --paper: #fff; --surface: #fff; --ink: #000; --muted: #333; --line: #999; --accent: #000; color-scheme: light; }
  .badge.good, .badge.warn, .badge.bad, .badge.info { background: none; color: var(--ink); }
  details::details-content { display: block; content-visibility: visible; height: auto; }
  body { max-width: none; padding: 0; }
  nav, .skip, .screen-only { display: none; }
  .wide { overflow: visible; }
  tr, .cards > * { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
