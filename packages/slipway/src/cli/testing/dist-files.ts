import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** Every file below a dist folder with its mode and digest, sorted. Reports are left out: they tell of one run, with its times. */
export function distFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(path.join(folder, file)).isFile() && !file.startsWith("report."))
    .map((file) => {
      const full = path.join(folder, file);
      const digest = createHash("sha256").update(readFileSync(full)).digest("hex");
      return `${file.split(path.sep).join("/")} ${(statSync(full).mode & 0o777).toString(8)} ${digest}`;
    })
    .sort((a, b) => (a < b ? -1 : 1));
}
