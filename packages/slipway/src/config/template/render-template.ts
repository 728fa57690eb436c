import { SlipwayError } from "../../errors.ts";
import type { ErrorCode, Place } from "../../errors.ts";
import { nearestWord } from "../yaml/nearest-word.ts";
import { BUILTINS } from "./execute/builtins.ts";
import { execute } from "./execute/executor.ts";
import type { ExecutionLimits } from "./execute/executor.ts";
import { releaseFunctions } from "./functions/release-functions.ts";
import { parse } from "./parse/parser.ts";
import { TemplateFault } from "./template-fault.ts";
import type { TemplateHost } from "./template-host.ts";
import { fromBytes, toBytes } from "./text/byte-string.ts";
import { toValue } from "./value/to-value.ts";
import type { GoFunction, Maybe } from "./value/value.ts";

/** The name that GoReleaser gives every template; `{{template "tmpl"}}` sees it. */
const NAME = "tmpl";

/** What a template is rendered with. */
export interface RenderOptions {
  /**
   * The data: `.Version` is `fields.Version`. Plain data as `toValue` explains, and `goTime`, `goUint`, `goStruct` and
   * `goStringMap` for what plain data cannot say.
   */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly host: TemplateHost;
  /** Where the template stands, for errors. */
  readonly where?: Place | undefined;
  /** Further functions; they take the place of ours with the same name. */
  readonly functions?: Readonly<Record<string, GoFunction>>;
  readonly limits?: ExecutionLimits;
}

/**
 * Renders a template of the config language: Go's text/template with `missingkey=error` and GoReleaser's functions.
 *
 * @example
 * renderTemplate("{{ .ProjectName }}_{{ tolower .Os }}", { fields: { ProjectName: "app", Os: "Linux" }, host });
 * // "app_linux"
 * @throws {SlipwayError} `template-syntax` or `template-execution`, with Go's wording of what is wrong.
 */
export function renderTemplate(text: string, options: RenderOptions): string {
  if (!text.includes("{{")) {
    return text;
  }
  const data = toValue(options.fields);
  const functions = { ...releaseFunctions(options.host, environmentOf(data)), ...options.functions };
  try {
    const template = parse(toBytes(text), {
      name: NAME,
      functions: new Set([...Object.keys(BUILTINS), ...Object.keys(functions)]),
    });
    return fromBytes(
      execute(template, { data, functions, ...(options.limits === undefined ? {} : { limits: options.limits }) }),
    );
  } catch (error) {
    throw templateError(error, text, options);
  }
}

/**
 * Renders a template that stands for a yes or a no: `true` in any case, with spaces around it, is a yes.
 *
 * @throws {SlipwayError} As `renderTemplate` does.
 */
export function renderBoolean(text: string, options: RenderOptions): boolean {
  return renderTemplate(text, options).toLowerCase().trim() === "true";
}

function environmentOf(data: Maybe): Maybe {
  return data?.kind === "map" ? unwrap(data.entries.get("Env")) : undefined;
}

function unwrap(value: Maybe): Maybe {
  return value?.kind === "interface" ? value.value : value;
}

/** Turns what parsing and executing throw into the error that people read. */
function templateError(error: unknown, text: string, { where, fields }: RenderOptions): unknown {
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return new SlipwayError(
      "template-execution",
      `Cannot render template ${quoted(text)}: it is nested too deeply`,
      where === undefined ? {} : { where },
    );
  }
  if (!(error instanceof TemplateFault)) {
    return error;
  }
  const { line, column, offset } = error.position;
  const code: ErrorCode = error.phase === "syntax" ? "template-syntax" : "template-execution";
  const at = error.within === undefined ? "" : ` at <${fromBytes(error.within.expression)}>`;
  const place = text.includes("\n") ? `line ${line}, column ${column}` : `column ${column}`;
  const message = `Cannot ${error.phase === "syntax" ? "parse" : "render"} template ${quoted(text)}: ${place}${at}: ${fromBytes(error.fact)}`;
  const meant = meantField(error, fields);
  return new SlipwayError(code, message, {
    ...(where === undefined ? {} : { where: pointInto(where, text, offset) }),
    ...(meant === undefined ? {} : { hint: `Did you mean ".${meant}"?` }),
  });
}

/** The field that a word after the first dot was most likely meant for. */
function meantField({ fact, within }: TemplateFault, fields: RenderOptions["fields"]): string | undefined {
  const [, name] = /^map has no entry for key "(\w+)"$/u.exec(fromBytes(fact)) ?? [];
  if (name === undefined || within === undefined) return undefined;
  return fromBytes(within.expression) === `.${name}` ? nearestWord(name, Object.keys(fields)) : undefined;
}

function quoted(text: string): string {
  const line = text.length > 200 ? `${text.slice(0, 200)}...` : text;
  return JSON.stringify(line);
}

/** The exact place of the fault, where the template stands on the line as it is. */
function pointInto(where: Place, text: string, offset: number): Place {
  const start = where.lineText?.indexOf(text, Math.max(0, (where.column ?? 1) - 1)) ?? -1;
  if (start === -1) {
    return where;
  }
  const before = fromBytes(toBytes(text).slice(0, offset)).length;
  return { ...where, column: start + before + 1, length: 1 };
}
