import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import type { Json, JsonObject } from "../json.ts";
import { configJsonSchema } from "./json-schema.ts";

/** Every property path of a JSON Schema, references followed; a circle ends. */
function pathsOf(schema: JsonObject): Set<string> {
  const definitions = schema["$defs"] as Record<string, JsonObject>;
  const found = new Set<string>();
  const walk = (node: Json | undefined, path: string, open: readonly string[]): void => {
    if (node === null || typeof node !== "object" || Array.isArray(node)) return;
    const object = node as JsonObject;
    const reference = typeof object["$ref"] === "string" ? object["$ref"].split("/").at(-1) : undefined;
    if (reference !== undefined && !open.includes(reference)) walk(definitions[reference], path, [...open, reference]);
    for (const option of (object["anyOf"] ?? []) as readonly Json[]) walk(option, path, open);
    walk(object["items"], path, open);
    for (const [key, value] of Object.entries((object["properties"] ?? {}) as JsonObject)) {
      found.add(`${path}.${key}`);
      walk(value, `${path}.${key}`, open);
    }
  };
  walk(schema, "", []);
  return found;
}

const OWN = [
  "prove.smoke.args",
  "policy",
  "wasm",
  "images",
  "shards",
  "rollout",
  "builds.cc_wrapper",
  "builds.libc",
  "builds.packages",
];
const PAID = [
  "after.hooks.if",
  "before.hooks.cmd",
  "includes.from_file.path",
  "includes.from_url.headers",
  "variables",
  "template_files.mode",
  "monorepo.tag_prefix",
  "partial.by",
  "nightly.version_template",
  "before_publish.artifacts",
  "verify.commands.context",
  "npms.access",
  "msi.wxs",
  "nsis.script",
  "dmg.use",
  "pkgs.identifier",
  "app_bundles.bundle",
  "gemfury.account",
  "cloudsmiths.organization",
  "dockerhub.full_description.from_file.path",
  "telemetry.enabled",
  "archives.hooks.before.cmd",
  "archives.templated_files.src",
  "changelog.paths",
  "changelog.groups.groups.title",
  "changelog.divider",
  "changelog.title",
  "changelog.ai.use",
  "git.ignore_tag_prefixes",
  "signs.if",
  "release.tag",
  "release.header.from_url.url",
  "builds.prebuilt.path",
  "builds.hooks.pre.if",
  "metadata.full_description.from_file.path",
];

test("configJsonSchema() has all 1,196 properties of GoReleaser 2.16.0", async () => {
  const text = await readFile(new URL("testdata/goreleaser-2.16.0-schema-paths.txt", import.meta.url), "utf8");
  const wanted = text.trim().split("\n");
  assert.equal(wanted.length, 1196);
  const found = pathsOf(configJsonSchema());
  assert.deepEqual(
    wanted.filter((path) => !found.has(path)),
    [],
  );
});

test("configJsonSchema() has the paid edition's keys and our own", () => {
  const found = pathsOf(configJsonSchema());
  assert.deepEqual(
    [...PAID, ...OWN].filter((path) => !found.has(`.${path}`)),
    [],
  );
});

test("configJsonSchema() is valid and accepts what the reader accepts", async () => {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  const validate = ajv.compile(configJsonSchema());
  const everything = parse(await readFile(new URL("testdata/everything.yaml", import.meta.url), "utf8"), {
    merge: true,
  }) as unknown;
  // YAML 1.1's `yes`, a word for other readers.
  assert.equal(validate(everything), false);
  assert.deepEqual(
    validate.errors?.map((error) => error.instancePath).filter((path) => !path.startsWith("/before/hooks")),
    [],
  );
  assert.ok(
    validate({ version: 2, builds: [{ goarm: [6], goarch: [386], flags: "-v", hooks: { pre: "x" } }] }),
    JSON.stringify(validate.errors),
  );
  assert.ok(!validate({ buidls: [] }));
  assert.ok(!validate({ source: { format: "rar" } }));
  assert.ok(!validate({ release: { draft: "maybe" } }));
});

test("configJsonSchema() tells editors what keys are for", () => {
  const definitions = configJsonSchema()["$defs"] as Record<string, { properties: Record<string, JsonObject> }>;
  assert.equal(
    definitions["Build"]?.properties["goos"]?.["description"],
    "Operating systems of the matrix. Default: linux, darwin, windows.",
  );
  assert.equal(definitions["Archive"]?.properties["format"]?.["deprecated"], true);
  assert.equal(definitions["Partial"]?.properties["by"]?.["default"], "goos");
});

test("docs/slipway.schema.json is the schema", async () => {
  const published = await readFile(new URL("../../../../docs/slipway.schema.json", import.meta.url), "utf8");
  const schema = `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`;
  assert.equal(published, schema, "run: ./slipway jsonschema -o docs/slipway.schema.json");
});
