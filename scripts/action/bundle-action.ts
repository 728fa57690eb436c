/** Bundles the GitHub Action into `action/index.js`, which is committed: a workflow runs it straight from the repository. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = path.resolve(import.meta.dirname, "..", "..");

/** Where the bundle is committed. */
export const ACTION_FILE = path.join(root, "action", "index.js");

/** The action as one file without dependencies. */
export async function bundleAction(): Promise<string> {
  const input = path.join(root, "packages", "slipway", "src", "action", "main.ts");
  const bundle = await rolldown({ cwd: root, input, platform: "node", external: [/^node:/], logLevel: "warn" });
  try {
    const { output } = await bundle.generate({ format: "esm", codeSplitting: false });
    return `// Made by \`npm run action\` from packages/slipway/src/action.\n${output[0].code}`;
  } finally {
    await bundle.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(ACTION_FILE, await bundleAction());
