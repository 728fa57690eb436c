import { strict as assert } from "node:assert";
import { test } from "node:test";
import { buildGo } from "../testing/build-go.ts";
import { runInBrowser } from "./run-in-browser.ts";

const streams = { stdout: () => {}, stderr: () => {} };

/** A browser that opens the page's socket and goes away, and says why only then. */
function leaving(says: string | undefined) {
  return async (url: string, onProblem: (text: string) => void): Promise<() => Promise<void>> => {
    const socket = new WebSocket(new URL("socket", url.replace("http:", "ws:")));
    await new Promise((resolve) => socket.addEventListener("open", resolve));
    socket.close();
    if (says !== undefined) setTimeout(() => onProblem(says), 200);
    return async () => {};
  };
}

test("runInBrowser() tells why a page went away, where the browser says it", async () => {
  const program = buildGo({ program: "waiting", os: "wasip1" });
  await assert.rejects(runInBrowser({ program }, leaving("it crashed"), streams), /The page failed: it crashed/);
  await assert.rejects(runInBrowser({ program }, leaving(undefined), streams), /closed the page before the program/);
});
