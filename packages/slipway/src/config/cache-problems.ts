import { SlipwayError, type Place } from "../errors.ts";
import { isPublicKey } from "../platform/ed25519.ts";
import { readByteSize } from "./quantity/byte-size.ts";
import { readDuration } from "./quantity/duration.ts";
import type { CacheRemote, CacheRemoteType, CacheSection } from "./sections/cache.ts";
import type { ConfigPath } from "./yaml/path-text.ts";

/** The keys of each type: those that it needs, and those that it may have beside `type`, `mode` and `timeout`. */
const KEYS: Readonly<Record<CacheRemoteType, readonly [needed: readonly Key[], allowed: readonly Key[]]>> = {
  directory: [["path"], []],
  s3: [
    ["url", "bucket"],
    ["region", "prefix"],
  ],
  turborepo: [["url"], ["team"]],
  github: [[], ["prefix"]],
  reapi: [["url"], ["instance", "headers"]],
};
type Key = "path" | "url" | "bucket" | "region" | "prefix" | "team" | "instance" | "headers";
const ALL: readonly Key[] = ["path", "url", "bucket", "region", "prefix", "team", "instance", "headers"];

const HTTP = {
  pattern: /^https?:\/\/[^\s/@]+(?:\/\S*)?$/,
  example: "https://HOST; a login is read from the environment",
};
const SCHEMES: Partial<Record<CacheRemoteType, { readonly pattern: RegExp; readonly example: string }>> = {
  s3: HTTP,
  turborepo: HTTP,
  reapi: { pattern: /^grpcs?:\/\/[^\s/@]+\/?$/, example: "grpcs://HOST:PORT with TLS, grpc://HOST:PORT without" },
};

/** What is wrong with the `cache` section although its schema holds. */
export function cacheProblems(
  cache: CacheSection,
  positionOf: (path: ConfigPath) => Place | undefined,
): SlipwayError[] {
  const problem = (path: ConfigPath, message: string, hint: string): SlipwayError => {
    const where = positionOf(path) ?? positionOf(path.slice(0, -1));
    return new SlipwayError("config-invalid", message, { ...(where ? { where: withoutLogin(where) } : {}), hint });
  };
  const problems: SlipwayError[] = [];
  if (readByteSize(cache.max_size) === undefined) {
    problems.push(problem(["cache", "max_size"], `cache.max_size "${cache.max_size}" is no size`, "Write 500M or 2G"));
  }
  if (readDuration(cache.max_wait) === undefined) {
    problems.push(
      problem(["cache", "max_wait"], `cache.max_wait "${cache.max_wait}" is no duration`, "Write 10s or 1m"),
    );
  }
  for (const [index, key] of cache.trusted.entries()) {
    if (key.includes("{{") || key.trim() === "" || isPublicKey(key.trim())) continue;
    const message = `cache.trusted[${index}] "${key}" is no public key`;
    problems.push(problem(["cache", "trusted", index], message, 'Write the public half of "slipway cache key"'));
  }
  for (const [index, remote] of cache.remotes.entries()) {
    const at = ["cache", "remotes", index];
    const name = `cache.remotes[${index}]`;
    if (readDuration(remote.timeout) === undefined) {
      problems.push(
        problem([...at, "timeout"], `${name}.timeout "${remote.timeout}" is no duration`, "Write 10s or 1m"),
      );
    }
    if (remote.type === "") {
      problems.push(problem([...at, "type"], `${name} has no type`, `One of ${Object.keys(KEYS).join(", ")}`));
      continue;
    }
    const scheme = SCHEMES[remote.type];
    if (scheme !== undefined && remote.url !== "" && !remote.url.includes("{{") && !scheme.pattern.test(remote.url)) {
      // A password in it is no business of those who read this.
      const shown = remote.url.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, "$1***@");
      const message = `${name}.url "${shown}" is no address of type ${remote.type}`;
      problems.push(problem([...at, "url"], message, `Write ${scheme.example}`));
    }
    const [needed, allowed] = KEYS[remote.type];
    for (const key of needed.filter((each) => !isSet(remote, each))) {
      problems.push(problem([...at, key], `${name} of type ${remote.type} needs "${key}"`, `Set ${name}.${key}`));
    }
    for (const key of ALL.filter((each) => isSet(remote, each) && ![...needed, ...allowed].includes(each))) {
      const has = [...needed, ...allowed].join(", ") || "no keys of its own";
      problems.push(problem([...at, key], `${name} of type ${remote.type} has no use for "${key}"`, `It has ${has}`));
    }
  }
  return problems;
}

/** A place whose line is left out where it may hold a login: what is told of the file is read by others, too. */
function withoutLogin({ lineText, ...place }: Place): Place {
  return lineText === undefined || lineText.includes("@") ? place : { ...place, lineText };
}

function isSet(remote: CacheRemote, key: Key): boolean {
  const value = remote[key];
  return typeof value === "string" ? value !== "" : Object.keys(value).length > 0;
}
