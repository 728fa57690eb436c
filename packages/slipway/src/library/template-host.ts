import type { TemplateHost } from "../config/template/template-host.ts";
import { readBytesNow } from "../platform/file/walk.ts";

/** What templates of a project may see of this machine: files below its folder, the home folder, the run's clock. */
export function templateHost(root: string, env: Readonly<Record<string, string>>, now: number): TemplateHost {
  return {
    now,
    folder: root,
    home: env["HOME"] ?? env["USERPROFILE"],
    separator: env["SystemRoot"] === undefined ? "/" : "\\",
    readFile: readBytesNow,
  };
}
