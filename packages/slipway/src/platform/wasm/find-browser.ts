import { SlipwayError } from "../../errors.ts";
import { join } from "../path.ts";
import { findOnPath, isProgram } from "../process/find-program.ts";

/** Chromium's names on the PATH, and where installers put it elsewhere. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const MACOS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
const WINDOWS = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];

/**
 * Finds a browser that can be driven: the one that the variable `CHROMIUM` names, else a Chromium, Chrome or Edge.
 *
 * @throws SlipwayError `browser-missing`
 */
export function findBrowser(env: Readonly<Record<string, string | undefined>>): string {
  const named = env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (isProgram(named)) return named;
    throw missing(`The variable CHROMIUM names "${named}", which is no program`);
  }
  const found = places(env).find(isProgram) ?? onPath(env);
  if (found !== undefined) return found;
  throw missing("There is no Chromium, Chrome or Edge on this machine");
}

function places(env: Readonly<Record<string, string | undefined>>): string[] {
  if (process.platform === "darwin") return MACOS;
  if (process.platform === "win32") {
    const folders = [env["ProgramFiles"], env["ProgramFiles(x86)"], env["LOCALAPPDATA"]];
    return folders.flatMap((folder) => (folder === undefined ? [] : WINDOWS.map((name) => join(folder, name))));
  }
  return [];
}

function onPath(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (process.platform === "darwin" || process.platform === "win32") return undefined;
  const PATH = `${env["PATH"] ?? ""}:/usr/bin`;
  for (const name of NAMES) {
    const found = findOnPath(name, { env: { PATH }, os: process.platform });
    if (found !== undefined) return found;
  }
  return undefined;
}

function missing(message: string): SlipwayError {
  return new SlipwayError("browser-missing", message, {
    hint: "install Chromium (Debian: apt-get install chromium) or name one in the variable CHROMIUM; without --browser the program runs in Node",
  });
}
