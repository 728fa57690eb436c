import type { TargetFacts } from "../helper/helper-shapes.ts";
import type { SourceTexts } from "../assembly-findings.ts";
import type { PortabilityFinding } from "../portability-report.ts";
import type { PortabilityTarget } from "../portability-targets.ts";
import { nameProblems } from "./file-names.ts";

/** What is wrong with the names and line ends of a project's files. `files` are relative to the root, with `/`. */
export function fileFindings(
  files: readonly string[],
  targets: readonly TargetFacts[],
  settings: readonly PortabilityTarget[],
  sources: SourceTexts,
): PortabilityFinding[] {
  const on = (systems: readonly string[]): string[] =>
    settings.filter(({ os }) => systems.includes(os)).map(({ name }) => name);
  const all = settings.map(({ name }) => name);
  const found: PortabilityFinding[] = [];
  for (const { file, systems, ...problem } of nameProblems(files)) {
    const names = on(systems);
    if (names.length > 0) found.push({ severity: "warning", ...problem, where: { file }, targets: names });
  }
  const unix = settings.filter(({ os }) => os !== "windows").map(({ name }) => name);
  for (const file of unix.length > 0 ? files : []) {
    if (!isScript(file)) continue;
    const first = sources.text(file)?.slice(0, 200).split("\n")[0] ?? "";
    if (!/^#!.*\r$/.test(first)) continue;
    found.push({
      code: "portability-crlf",
      severity: "warning",
      message: "The script's first line ends in a carriage return: no system but Windows finds its interpreter",
      where: { file, line: 1 },
      hint: "save it with \\n, and write *.sh text eol=lf into .gitattributes",
      targets: unix,
    });
  }
  const embedded = embeddedText(targets, sources);
  if (embedded !== undefined && !keepsLineEnds(sources)) {
    found.push({
      code: "portability-crlf",
      severity: "notice",
      message:
        "Embedded text has other bytes when it is checked out on Windows, where git turns line ends: the program is another one",
      where: { file: embedded },
      expected: ".gitattributes with eol=lf or -text for what is embedded",
      hint: `write "${embedded} text eol=lf" or "* -text" into .gitattributes`,
      targets: all,
    });
  }
  return found;
}

/** Whether a file may be a script by its name: its first line is judged. */
export function isScript(file: string): boolean {
  return (
    /\.(?:sh|bash|py|pl|rb)$|(?:^|\/)[^./]+$/.test(file) && !/(?:^|\/)(?:testdata|vendor|node_modules)\//.test(file)
  );
}

/** Folders whose packages are no part of a program. */
const FOR_TESTS = /(?:^|\/)(?:tests?|testing|testutils?|testdata|e2e)(?:\/|$)/;

/** The first embedded file that is text of more than one line. */
function embeddedText(targets: readonly TargetFacts[], sources: SourceTexts): string | undefined {
  const files = new Set(
    targets.flatMap(({ packages }) =>
      packages.flatMap(({ dir, embeds }) =>
        (FOR_TESTS.test(dir) ? [] : (embeds ?? [])).map((name) => (dir === "." ? name : `${dir}/${name}`)),
      ),
    ),
  );
  for (const file of [...files].sort().slice(0, 200)) {
    if (!/\.(?:txt|md|html?|css|js|json|ya?ml|toml|sql|tmpl|tpl|gotmpl|svg|xml|csv|sh)$/i.test(file)) continue;
    const text = sources.text(file);
    if (text !== undefined && text.includes("\n") && !text.slice(0, 8000).includes("\0")) return file;
  }
  return undefined;
}

function keepsLineEnds(sources: SourceTexts): boolean {
  return /\s(?:eol=lf|-text|binary|!text)\b/.test(sources.text(".gitattributes") ?? "");
}
