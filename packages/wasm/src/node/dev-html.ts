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
  :root { color-scheme: light dark; --line: #8885; --accent: #2f7d6d; --bad: #c0392b; --panel: #8881; }
  * { box-sizing: border-box; }
  body { margin: 0; height: 100vh; display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 20rem; font: 14px/1.45 system-ui, sans-serif; }
  header { grid-column: 1 / -1; display: flex; gap: .6rem; align-items: center; padding: .5rem .8rem; border-bottom: 1px solid var(--line); }
  header strong { font-size: 15px; } header input { flex: 1; }
  input, button { font: inherit; padding: .2rem .6rem; border: 1px solid var(--line); border-radius: 4px; background: none; color: inherit; }
  header button { background: var(--accent); border-color: var(--accent); color: white; } header #stop { background: none; color: inherit; border-color: var(--line); }
  #status { min-width: 8rem; } #status[data-state=failed] { color: var(--bad); } #status[data-state=running] { opacity: .7; }
  #work { display: flex; flex-direction: column; min-height: 0; }
  #app { flex: 1.4; border: 0; border-bottom: 1px solid var(--line); background: white; }
  #console { flex: 1; margin: 0; padding: .6rem .8rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.45 ui-monospace, monospace; }
  #console .stderr { color: var(--bad); } #console .stdin { opacity: .6; }
  #terminal { display: flex; gap: .5rem; align-items: center; padding: .4rem .8rem; border-top: 1px solid var(--line); } #terminal input { flex: 1; font-family: ui-monospace, monospace; }
  aside { border-left: 1px solid var(--line); overflow: auto; padding: .5rem .8rem; display: flex; flex-direction: column; }
  aside h2 { font-size: 14px; margin: 0; display: flex; justify-content: space-between; }
  aside h3 { font-size: 13px; margin: .5rem 0 0; }
  aside ul { list-style: none; margin: 0; padding-left: .8rem; } aside li button { border: 0; padding: 0; text-align: left; cursor: pointer; }
  aside label { opacity: .55; font-size: 12px; cursor: pointer; } aside input[type=file] { display: none; }
  #file { margin-top: .8rem; border-top: 1px solid var(--line); padding-top: .5rem; } #file pre { background: var(--panel); padding: .5rem; overflow: auto; max-height: 40vh; font-size: 12px; }
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
  <div id="terminal"><span aria-hidden="true">&gt;</span><input id="stdin" placeholder="a line of input; Ctrl-D ends it" aria-label="input" autocomplete="off"></div>
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
