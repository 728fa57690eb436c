/** The dev page. `title` and `args` come from the command line. */
export function devHtml(title: string, args: string): string {
  return PAGE.replaceAll("TITLE", () => escape(title)).replace("ARGS", () => escape(args));
}

/** The program's own page where it has none: an element to fill, and the place where the program starts. */
export const EMPTY_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Go</title>
<main id="app"></main>
<script type="module" src="slipway.js"></script>
</html>
`;

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>TITLE</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; --line: #8885; --accent: #2f7d6d; --bad: light-dark(#b03a2e, #ff8a7a); --panel: #8881; --faint: light-dark(#666, #aaa); }
  * { box-sizing: border-box; }
  body { margin: 0; height: 100vh; height: 100dvh; display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 20rem; font: 14px/1.45 system-ui, sans-serif; }
  header { grid-column: 1 / -1; display: flex; gap: .6rem; align-items: center; padding: .5rem .8rem; border-bottom: 1px solid var(--line); }
  header strong { font-size: 15px; } header input { flex: 1; }
  input, button { font: inherit; min-width: 0; padding: .2rem .6rem; border: 1px solid var(--line); border-radius: 4px; background: none; color: inherit; }
  input::placeholder { color: var(--faint); opacity: 1; } input:disabled { background: var(--panel); }
  button { cursor: pointer; } button:disabled { opacity: .5; cursor: default; }
  #run { background: var(--accent); border-color: var(--accent); color: white; }
  #status { min-width: 9rem; } #status::before { content: "●"; margin-right: .4rem; color: var(--faint); }
  #status[data-state=failed] { color: var(--bad); } #status[data-state=failed]::before { color: inherit; } #status[data-state=running]::before { color: var(--accent); }
  #work { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
  #app { flex: 1.4; min-height: 0; width: 100%; border: 0; border-bottom: 1px solid var(--line); background: white; }
  #console { flex: 1; min-height: 0; margin: 0; padding: .6rem .8rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.45 ui-monospace, monospace; }
  #console:empty::before { content: "nothing printed yet"; color: var(--faint); }
  #console .stderr { color: var(--bad); } #console .stdin { color: var(--faint); }
  #terminal { display: flex; gap: .5rem; align-items: center; padding: .4rem .8rem; border-top: 1px solid var(--line); } #terminal input { flex: 1; font-family: ui-monospace, monospace; }
  aside { border-left: 1px solid var(--line); overflow: auto; padding: .5rem .8rem; }
  aside h2 { font-size: 14px; margin: 0; display: flex; justify-content: space-between; align-items: center; } #refresh { font-weight: normal; font-size: 12px; padding: .1rem .5rem; }
  aside h3 { font-size: 13px; margin: .5rem 0 0; }
  aside ul { list-style: none; margin: 0; padding-left: .8rem; } aside li button { border: 0; padding: .05rem 0; text-align: left; overflow-wrap: anywhere; }
  aside li button:hover { text-decoration: underline; } aside [aria-expanded]::before { content: "▸"; display: inline-block; width: 1em; } aside [aria-expanded=true]::before { content: "▾"; }
  aside label { color: var(--faint); font-size: 12px; cursor: pointer; } aside input[type=file] { position: absolute; opacity: 0; width: 1px; padding: 0; } aside label:focus-within { outline: 2px solid var(--accent); }
  #file:not(:empty) { margin-top: .8rem; border-top: 1px solid var(--line); padding-top: .5rem; } #file div { overflow-wrap: anywhere; } #file .bad { color: var(--bad); }
  #file pre { background: var(--panel); margin: .4rem 0; padding: .5rem; overflow: auto; max-height: 40vh; font-size: 12px; }
  @media (max-width: 45rem) {
    body { grid-template: auto minmax(0, 1fr) minmax(0, auto) / minmax(0, 1fr); }
    header { flex-wrap: wrap; gap: .4rem .6rem; } header input { order: 1; flex-basis: 100%; } #status { flex: 1; min-width: 0; order: -1; text-align: right; } header strong { order: -2; }
    #run, #stop { order: 2; flex: 1; }
    aside { border-left: 0; border-top: 1px solid var(--line); max-height: 35dvh; }
  }
</style>
<body data-args="ARGS">
<header>
  <strong>TITLE</strong>
  <input id="args" placeholder="arguments" aria-label="arguments">
  <button id="run">Run</button>
  <button id="stop">Stop</button>
  <span id="status" role="status">connecting</span>
</header>
<div id="work">
  <iframe id="app" title="the program's page" hidden></iframe>
  <pre id="console" aria-label="output" tabindex="0"></pre>
  <div id="terminal"><span aria-hidden="true">&gt;</span><input id="stdin" aria-label="input" autocomplete="off" spellcheck="false" disabled></div>
</div>
<aside>
  <h2>Files <button id="refresh">Refresh</button></h2>
  <div id="files"></div>
  <div id="file"></div>
</aside>
<script type="module" src="/-/page.js"></script>
</body>
</html>
`;
