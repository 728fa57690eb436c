import type { OpenPage, Playwright } from "./shapes.ts";

/** Opens pages in a headless Chromium through playwright-core's `chromium`, with more of Chromium's flags where given. */
export function openChromium(chromium: Playwright, executablePath: string, flags: readonly string[] = []): OpenPage {
  return async (url, onProblem) => {
    const browser = await chromium.launch({
      executablePath,
      headless: true,
      // Containers give a browser neither a sandbox of its own nor a large /dev/shm.
      args: ["--no-sandbox", "--disable-dev-shm-usage", ...flags],
    });
    browser.on("disconnected", () => onProblem("the browser ended"));
    try {
      const page = await browser.newPage();
      page.on("pageerror", (error) => onProblem(error.message));
      page.on("crash", () => onProblem("it crashed"));
      await page.goto(url);
    } catch (error) {
      await browser.close();
      throw error;
    }
    return () => browser.close();
  };
}
