import { SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { examineCaches } from "./examine-caches.ts";
import { openProject, type OpenOptions } from "./open-project.ts";
import { planProject } from "./plan-project.ts";

/** What came of rendering the templates of a project file. */
export interface CheckedTemplates {
  readonly problems: readonly SlipwayError[];
  readonly notices: readonly Finding[];
}

/** Variables that may be missing before it is given up: each takes another look at the project. */
const MOST_MISSING = 30;

/**
 * Renders every template that needs no result of a build, by planning a snapshot. Variables of a CI system that are missing here are
 * stood in for, and named. Where nothing can be planned (no module, no Go), a notice says that nothing was rendered.
 *
 * Nothing is downloaded.
 */
export async function checkTemplates(options: OpenOptions): Promise<CheckedTemplates> {
  const missing: string[] = [];
  for (;;) {
    const env = { ...Object.fromEntries(missing.map((name) => [name, "check"])), ...options.env, GOPROXY: "off" };
    try {
      const project = await openProject({ ...options, env, asked: { snapshot: true } });
      await planProject(project, { snapshot: true, tolerant: true });
      const real = Object.entries(project.env).filter(([name]) => !missing.includes(name));
      const caches = await examineCaches(
        { ...project, env: Object.fromEntries(real) },
        { ask: false, severity: "notice" },
      );
      return { problems: [], notices: [...missingNotices(missing), ...caches.findings] };
    } catch (error) {
      if (!(error instanceof SlipwayError)) throw error;
      const all = [error, ...(error.details.others ?? [])];
      const name = all.map(missingVariable).find((each) => each !== undefined && !missing.includes(each));
      if (name !== undefined && missing.length < MOST_MISSING) {
        missing.push(name);
        continue;
      }
      const problems = all.filter(({ code }) => code.startsWith("template-"));
      if (problems.length > 0) return { problems, notices: missingNotices(missing) };
      return { problems: [], notices: [...missingNotices(missing), notRendered(error)] };
    }
  }
}

function missingVariable({ code, message }: SlipwayError): string | undefined {
  if (code !== "template-execution") return undefined;
  return /<[^>]*\.Env\.([A-Za-z_][A-Za-z0-9_]*)>: map has no entry for key "\1"$/.exec(message)?.[1];
}

function missingNotices(names: readonly string[]): Finding[] {
  if (names.length === 0) return [];
  return [
    {
      code: "template-variables-missing",
      severity: "notice",
      message: `Templates read variables that the environment here does not have: ${names.join(", ")}`,
      hint: "set them where releases are made",
    },
  ];
}

function notRendered(error: SlipwayError): Finding {
  return {
    code: "templates-not-rendered",
    severity: "notice",
    message: `The templates were not rendered, since nothing can be planned here: ${error.message}`,
    ...(error.details.hint === undefined ? {} : { hint: error.details.hint }),
  };
}
