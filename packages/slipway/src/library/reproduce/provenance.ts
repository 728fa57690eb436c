import { SlipwayError } from "../../errors.ts";
import { pathType } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";
import type { OriginalFile } from "../../prove/reproduce/reproduction.ts";
import type { ReleaseRecord } from "./record-shape.ts";

const MAX_SUBJECTS = 10_000;

/**
 * Reads a SLSA provenance v1 (https://slsa.dev/spec/v1.0/provenance): the statement, alone or in a DSSE envelope or a Sigstore bundle. Signatures
 * are not checked here: a rebuild that equals the digests proves more.
 *
 * @throws SlipwayError `record-invalid`
 */
export function readProvenance(text: string, folder: string, name: string): ReleaseRecord {
  const statement = statementOf(parse(text, name), name);
  const predicate = object(statement["predicate"]);
  const definition = object(predicate["buildDefinition"]);
  const parameters = object(definition["externalParameters"]);
  const workflow = object(parameters["workflow"]);
  const type = string(statement["predicateType"]);
  if (type !== "https://slsa.dev/provenance/v1") {
    throw invalid(name, "predicateType https://slsa.dev/provenance/v1", type === "" ? "no predicateType" : type);
  }
  const source = list(definition["resolvedDependencies"])
    .map(object)
    .map((each) => ({ uri: string(each["uri"]), commit: string(object(each["digest"])["gitCommit"]) }))
    .find(({ commit }) => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit));
  if (source === undefined) throw invalid(name, "a resolved dependency with a gitCommit", "none");
  const ref = /@(refs\/tags\/.+)$/.exec(source.uri)?.[1] ?? string(workflow["ref"]);
  const tag = /^refs\/tags\/(.+)$/.exec(ref)?.[1] ?? "";
  const config = object(parameters["config"]);
  const started = Date.parse(string(object(object(predicate["runDetails"])["metadata"])["startedOn"]));
  const toolchain = string(object(definition["internalParameters"])["GOTOOLCHAIN"]);
  const files = subjects(statement, folder, name);
  return {
    commit: source.commit,
    version: string(parameters["version"]) || tag.replace(/^.*\//, "").replace(/^v/, ""),
    tag,
    snapshot: parameters["snapshot"] === true || config["snapshot"] === true || tag === "",
    nightly: parameters["nightly"] === true,
    repository: source.uri.replace(/^git\+/, "").replace(/@(?:refs\/.+|[0-9a-f]{40,64}|v?\d[\w.+-]*)$/, ""),
    toolchain: /^go1\.[0-9.]+/.exec(toolchain)?.[0] ?? "",
    time: Number.isFinite(started) ? started : 0,
    files,
    project: "",
    leftAside: [],
  };
}

function subjects(statement: Record<string, unknown>, folder: string, name: string): readonly OriginalFile[] {
  const all = list(statement["subject"]).map(object);
  if (all.length === 0 || all.length > MAX_SUBJECTS) throw invalid(name, "subjects", `${all.length}`);
  return all.map((subject) => {
    const path = string(subject["name"]);
    const digest = string(object(subject["digest"])["sha256"]).toLowerCase();
    if (path === "" || !/^[0-9a-f]{64}$/.test(digest))
      throw invalid(name, "a name and a sha256 for each subject", JSON.stringify(subject));
    const base = path.slice(path.lastIndexOf("/") + 1);
    const place = join(folder, base);
    return {
      path: base,
      name: base,
      digest,
      isList: /checksums?\b|SHA256SUMS/i.test(base),
      ...(pathType(place) === "file" ? { place } : {}),
    };
  });
}

/** The statement itself, out of an envelope (`payload`) or a bundle (`dsseEnvelope`). */
function statementOf(value: unknown, name: string): Record<string, unknown> {
  const outer = object(value);
  const envelope = "dsseEnvelope" in outer ? object(outer["dsseEnvelope"]) : outer;
  const payload = envelope["payload"];
  const statement =
    typeof payload === "string" ? object(parse(Buffer.from(payload, "base64").toString("utf8"), name)) : envelope;
  if (!string(statement["_type"]).startsWith("https://in-toto.io/Statement/"))
    throw invalid(name, "an in-toto statement", string(statement["_type"]) || "another kind of JSON");
  return statement;
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid(name, "JSON", "something else");
  }
}

function invalid(name: string, expected: string, actual: string): SlipwayError {
  return new SlipwayError("record-invalid", `Cannot read "${name}" as the provenance of a release`, {
    expected,
    actual: actual.slice(0, 200),
    hint: "give a SLSA provenance v1, or the dist folder of the release",
  });
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}
