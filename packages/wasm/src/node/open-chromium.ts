import type { OpenPage } from "./run-in-browser.ts";

/** The parts of playwright-core's `chromium` that opening a page takes, so that this package need not depend on it. */
export interface Playwright {
  launch(options: { executablePath: string; args: string[]; headless: boolean }): Promise<{
    newPage(): Promise<{
      goto(url: string): Promise<unknown>;
      on(event: "pageerror", listener: (error: Error) => void): unknown;
      on(event: "crash", listener: () => void): unknown;
    }>;
    close(): Promise<void>;
  }>;
}

/** Opens pages in a headless Chromium through playwright-core's `chromium`, with more of Chromium's flags where given. */
export function openChromium(chromium: Playwright, executablePath: string, flags: readonly string[] = []): OpenPage {
  return async (url, onProblem) => {
    const browser = await chromium.launch({
      executablePath,
      headless: true,
      // Containers give a browser neither a sandbox of its own nor a large /dev/shm.
      args: ["--no-sandbox", "--disable-dev-shm-usage", ...flags],
    });
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
