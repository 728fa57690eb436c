import type { PlaywrightBrowser, PlaywrightPage } from "./shapes.ts";

/** What Chromium tells of a process that showed a page and ended (DevTools protocol, `Target.targetCrashed`). */
interface TargetCrashed {
  readonly status: string;
  readonly errorCode: number;
}

const WORKER_ENDED = "the browser ended the program's worker, as it does with one that has no memory left";
/** Milliseconds that better reasons have to come. */
const LAST = 1000;

/** The parts of a DevTools session that watching takes. */
interface DevTools {
  send(method: string, parameters: object): Promise<unknown>;
  on(event: string, listener: (event: TargetCrashed) => void): unknown;
}

/**
 * Tells why a page that runs a program goes away: Chromium closes the page's connections first and gives no reason with them.
 *
 * @param url the page's address, below which the module of the program's worker is
 */
export async function watchPage(
  { browser, page, url }: { readonly browser: PlaywrightBrowser; readonly page: PlaywrightPage; readonly url: string },
  onProblem: (text: string) => void,
): Promise<void> {
  browser.on("disconnected", () => onProblem("the browser ended"));
  page.on("pageerror", (error) => onProblem(error.message));
  page.on("close", () => onProblem("it was closed"));
  let documents = 0;
  page.on("domcontentloaded", () => {
    documents += 1;
    if (documents > 1) onProblem(`it was left for ${page.url()}`);
  });
  page.on("worker", (worker) => {
    if (!worker.url().startsWith(url)) return;
    // A page that crashes loses its workers first, and what it says itself is told rather than this.
    worker.on("close", () => setTimeout(onProblem, LAST, WORKER_ENDED).unref());
  });
  const tools = (await browser.newBrowserCDPSession()) as DevTools;
  tools.on("Target.targetCrashed", ({ status, errorCode }) => onProblem(describeCrash(status, errorCode)));
  await tools.send("Target.setDiscoverTargets", { discover: true });
}

/** Chromium's words for how a process ended, and its number: on Linux a signal's. */
function describeCrash(status: string, code: number): string {
  if (status === "oom" || status === "oom killed") return "its process ran out of memory";
  if (status === "killed" || code === 9) {
    return "its process was killed from outside, as the system does where memory runs out";
  }
  return `its process crashed (${status}, ${code})`;
}
