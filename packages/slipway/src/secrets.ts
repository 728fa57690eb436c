import type { Json } from "./json.ts";

/** What stands where a secret stood. */
export const HIDDEN = "***";

/** Names of variables that hold secrets, and of their ends that say: only a place where one lies. */
const SECRET_NAME =
  /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|SIGN(?:ING|ATURE)_?KEY|ENCRYPTION_?KEY|(?:^|_)(?:PASS|AUTH|PAT)$/i;
const NO_SECRET_NAME = /^GOPRIVATE$|_(?:FILE|PATH|DIR|HOME|SOCK|URL)$/i;

/** Whether a variable's name says that its value is a secret. */
export function soundsSecret(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET_NAME.test(name);
}

/** Tokens that are known by their looks: GitHub, GitLab, AWS, Slack, npm, JWT; private keys in PEM; passwords in URLs. */
const LOOKS_SECRET = [
  /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g,
  /\bgithub_pat_[A-Za-z0-9_]{22,255}\b/g,
  /\bglpat-[A-Za-z0-9_-]{20,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=[a-z]:\/\/[^\s/:@]*:)[^\s/:@]+(?=@)/gi,
];

/** What a text has at least when one of the above is in it: most texts have none, and this is asked of every one. */
const MAY_LOOK_SECRET = /gh[pousr]_|github_pat_|glpat-|AKIA|xox[abprs]-|npm_|eyJ|PRIVATE KEY|:\/\/[^\s/]*@/;

/**
 * The environment without what lets somebody act in our name: secrets by their names or their looks, files and agents that hold some. For commands
 * of people whom nobody has vouched for.
 */
export function withoutSecrets(env: Readonly<Record<string, string>>): Record<string, string> {
  const isKept = ([name, value]: readonly [string, string]): boolean =>
    (name === "GOPRIVATE" || !SECRET_NAME.test(name)) &&
    !/_(?:AUTH|AGENT)_SOCK$|^(?:KUBECONFIG|NETRC|GIT_ASKPASS|SSH_ASKPASS)$/i.test(name) &&
    !LOOKS_SECRET.some((pattern) => value.search(pattern) >= 0);
  return Object.fromEntries(Object.entries(env).filter(isKept));
}

/** Shorter values are words that stand everywhere ("true", "admin"): to hide them would hide nothing and garble all. */
const SHORTEST = 6;

/**
 * Keeps secrets out of what is printed and recorded: values of variables whose names sound secret, wherever they turn up, and
 * what looks like a token by itself.
 */
export class Secrets {
  readonly #values: readonly string[];

  constructor(env: Readonly<Record<string, string | undefined>>) {
    const values = new Set<string>();
    for (const [name, value] of Object.entries(env)) {
      if (!value || !soundsSecret(name)) continue;
      for (const form of [value, value.trim(), JSON.stringify(value).slice(1, -1)]) {
        if (form.length >= SHORTEST) values.add(form);
      }
      // A key of many lines is printed line by line.
      for (const line of value.split(/\r?\n/)) if (line.length >= 2 * SHORTEST) values.add(line);
    }
    // Where one secret begins with another, the longer one is hidden first.
    this.#values = [...values].sort((a, b) => b.length - a.length);
  }

  /** A text without secrets. */
  text(text: string): string {
    let clean = text;
    for (const value of this.#values) if (clean.includes(value)) clean = clean.replaceAll(value, HIDDEN);
    if (!MAY_LOOK_SECRET.test(clean)) return clean;
    for (const looks of LOOKS_SECRET) clean = clean.replace(looks, HIDDEN);
    return clean;
  }

  /** A JSON value without secrets; members whose names sound secret lose their texts. */
  json<T>(value: T): T {
    return this.#json(value as Json | undefined) as T;
  }

  #json(value: Json | undefined): Json | undefined {
    if (typeof value === "string") return this.text(value);
    if (value === null || typeof value !== "object") return value;
    if (isList(value)) return value.map((each) => this.#json(each) ?? null);
    const clean: Record<string, Json> = {};
    for (const [key, each] of Object.entries(value)) {
      const hidden = typeof each === "string" && each !== "" && soundsSecret(key) ? HIDDEN : this.#json(each);
      if (hidden !== undefined) clean[key] = hidden;
    }
    return clean;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
