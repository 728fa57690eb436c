import type { Json, JsonObject } from "../json.ts";
import { COMMON_WORDS } from "./schema/common-words.ts";
import { projectFile } from "./schema/project-file.ts";
import type { SchemaParts } from "./yaml/schema-parts.ts";

/** Title of the schema. */
const TITLE = "Slipway project file";

interface Metadata {
  readonly title?: string;
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly deprecated?: string;
  readonly examples?: readonly (string | number)[];
}

/**
 * The JSON Schema (2020-12) of the config language, for editors and for `slipway jsonschema`. Every section is a
 * definition; keys are in the order of the language.
 */
export function configJsonSchema(): JsonObject {
  const emitter = new Emitter();
  const root = emitter.schema(projectFile, undefined);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: TITLE,
    ...root,
    $defs: Object.fromEntries([...emitter.definitions].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

class Emitter {
  readonly definitions = new Map<string, JsonObject>();

  schema(schema: SchemaParts, key: string | undefined): JsonObject {
    const { core, metadata } = unwrap(schema);
    const body = metadata.title === undefined ? this.#body(core, key) : this.#reference(metadata.title, core, metadata);
    return { ...body, ...this.#notes(core, metadata, key) };
  }

  #reference(title: string, core: SchemaParts, metadata: Metadata): JsonObject {
    if (!this.definitions.has(title)) {
      // Set first: a section may hold itself.
      this.definitions.set(title, {});
      const about = metadata.description === undefined ? {} : { description: metadata.description };
      this.definitions.set(title, { ...about, ...this.#body(core, undefined) });
    }
    return { $ref: `#/$defs/${title}` };
  }

  #body(core: SchemaParts, key: string | undefined): JsonObject {
    switch (core.type) {
      case "string":
        return { type: "string" };
      case "boolean":
        return { type: "boolean" };
      case "number":
        return { type: "integer" };
      case "picklist":
        return wordsOf((core.options ?? []) as readonly string[]);
      case "array":
        return { type: "array", items: core.item ? this.schema(core.item, undefined) : true };
      case "record":
        return {
          type: "object",
          additionalProperties:
            core.value && unwrap(core.value).core.type !== "unknown" ? this.schema(core.value, undefined) : true,
        };
      case "union":
        return { anyOf: this.#options((core.options ?? []) as readonly SchemaParts[], key) };
      case "strict_object":
      case "loose_object":
        return {
          type: "object",
          properties: Object.fromEntries(
            Object.entries(core.entries ?? {}).map(([name, entry]) => [name, this.#property(entry, name)]),
          ),
          additionalProperties: core.type === "loose_object",
        };
      default:
        return {};
    }
  }

  #property(entry: SchemaParts, name: string): Json {
    return this.schema(entry, name);
  }

  /** Unions in unions are one choice to a reader. */
  #options(options: readonly SchemaParts[], key: string | undefined): Json[] {
    return options.flatMap((option) => {
      const { core } = unwrap(option);
      if (core.type === "union") return this.#options((core.options ?? []) as readonly SchemaParts[], key);
      return [this.schema(option, undefined)];
    });
  }

  #notes(core: SchemaParts, metadata: Metadata, key: string | undefined): JsonObject {
    const isReference = metadata.title !== undefined;
    const own = isReference ? undefined : metadata.description;
    const common = key !== undefined && Object.hasOwn(COMMON_WORDS, key) ? COMMON_WORDS[key] : undefined;
    const description = own ?? (isReference ? undefined : common);
    const words = [
      description,
      metadata.default === undefined ? undefined : `Default: ${String(metadata.default)}.`,
      metadata.deprecated === undefined ? undefined : `Deprecated: use ${metadata.deprecated}.`,
    ].filter((part) => part !== undefined);
    return {
      ...(words.length === 0 ? {} : { description: words.join(" ") }),
      // A default of text or a list is told in words: an editor would write it into the file as a value.
      ...(core.type === "picklist" || typeof metadata.default !== "string" ? defaultOf(metadata) : {}),
      ...(metadata.deprecated === undefined ? {} : { deprecated: true }),
      ...(metadata.examples === undefined ? {} : { examples: [...metadata.examples] }),
    };
  }
}

/** Words of digits may be written as numbers. */
function wordsOf(words: readonly string[]): JsonObject {
  const numbers = words.filter((word) => /^\d+$/u.test(word)).map(Number);
  return numbers.length === 0 ? { type: "string", enum: ["", ...words] } : { enum: ["", ...words, ...numbers] };
}

function defaultOf(metadata: Metadata): JsonObject {
  return metadata.default === undefined ? {} : { default: metadata.default };
}

/** A schema without its pipes and `optional`, and what its steps say of it; the outer words win. */
function unwrap(schema: SchemaParts): { core: SchemaParts; metadata: Metadata } {
  const metadata: Metadata = {};
  let core = schema;
  for (;;) {
    if (core.pipe) {
      for (const step of core.pipe)
        if (step.type === "metadata") addMissing(metadata, (step as unknown as { metadata: Metadata }).metadata);
      const first = core.pipe[0];
      if (first === undefined) return { core, metadata };
      core = first;
    } else if (core.type === "optional" && core.wrapped) core = core.wrapped;
    else return { core, metadata };
  }
}

function addMissing(metadata: Metadata, more: Metadata): void {
  Object.assign(metadata, { ...more, ...metadata });
}
