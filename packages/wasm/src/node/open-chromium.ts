import { watchPage } from "./watch-page.ts";
import type { OpenPage, Playwright } from "./shapes.ts";

/** Opens pages in a headless Chromium through playwright-core's `chromium`, with more of Chromium's flags where given. */
export function openChromium(chromium: Playwright, executablePath: string, flags: readonly string[] = []): OpenPage {
  return async (url, onProblem) => {
    const browser = await chromium.launch({
      executablePath,
      headless: true,
      // Containers give a browser neither a sandbox of its own nor a large /dev/shm.
      args: ["--no-sandbox", "--disable-dev-shm-usage", ...flags],
      // Signals are their receiver's: Playwright would end this process with a code of its own, or not at all.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    try {
      const page = await browser.newPage();
      await watchPage({ browser, page, url }, onProblem);
      await page.goto(url);
    } catch (error) {
      await browser.close();
      throw error;
    }
    return () => browser.close();
  };
}
