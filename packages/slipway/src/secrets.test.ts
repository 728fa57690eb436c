import assert from "node:assert/strict";
import test from "node:test";
import { Secrets, soundsSecret, withoutSecrets } from "./secrets.ts";

const env = { MY_TOKEN: "s3cr3t-value", API_KEY: 'quote"and\\slash', NPM_PASSWORD: "true", HOME: "/home/someone" };

test("soundsSecret() knows names of secrets from names of places", () => {
  for (const name of [
    "GITHUB_TOKEN",
    "apikey",
    "DB_PASSWORD",
    "AWS_SECRET_ACCESS_KEY",
    "COSIGN_PRIVATE_KEY",
    "GH_PAT",
    "SMTP_PASS",
    "NPM_AUTH",
  ])
    assert.ok(soundsSecret(name), name);
  for (const name of [
    "GOPRIVATE",
    "KEY",
    "SECRET_DIR",
    "TOKEN_FILE",
    "AUTHOR",
    "PWD",
    "PATH",
    "COMPASS",
    "SSH_AUTH_SOCK",
    "ACTIONS_ID_TOKEN_REQUEST_URL",
  ])
    assert.ok(!soundsSecret(name), name);
});

test("Secrets hides values of variables that sound secret, also as JSON writes them, and no short words", () => {
  const secrets = new Secrets(env);
  assert.equal(secrets.text("a s3cr3t-value, s3cr3t-value/b true /home/someone"), "a ***, ***/b true /home/someone");
  assert.equal(secrets.text(JSON.stringify({ x: env.API_KEY })), '{"x":"***"}');
});

test("Secrets hides what looks like a token, a private key or a password in a URL", () => {
  const secrets = new Secrets({});
  const looks = [
    `ghp_${"a".repeat(36)}`,
    `github_pat_${"B1_".repeat(20)}`,
    `glpat-${"x".repeat(20)}`,
    `AKIA${"A7".repeat(8)}`,
    `npm_${"Z".repeat(36)}`,
    `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${"s".repeat(20)}`,
    "-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----",
  ];
  for (const look of looks) assert.equal(secrets.text(`<${look}>`), "<***>");
  assert.equal(secrets.text("https://me:pass@host.test/x"), "https://me:***@host.test/x");
  for (const plain of ["https://host.test:8080/x@y", "ghp_short", "go1.26.8 darwin/arm64 v1.2.3"])
    assert.equal(secrets.text(plain), plain);
});

test("Secrets hides the lines of a key that is printed line by line", () => {
  const secrets = new Secrets({ SIGNING_KEY: "first line of it\nsecond line of it" });
  assert.equal(secrets.text("x second line of it"), "x ***");
});

test("Secrets goes through JSON and empties members whose names sound secret", () => {
  const secrets = new Secrets(env);
  const value = { env: { MY_TOKEN: "abc", OTHER: "1" }, argv: ["sh", "s3cr3t-value"], n: 1, no: null, on: true };
  assert.deepEqual(secrets.json(value), {
    env: { MY_TOKEN: "***", OTHER: "1" },
    argv: ["sh", "***"],
    n: 1,
    no: null,
    on: true,
  });
});

test("withoutSecrets() takes away what lets somebody act in our name, and nothing that a build needs", () => {
  const kept = {
    PATH: "/bin",
    HOME: "/home/me",
    GOPRIVATE: "example.test",
    GOPROXY: "https://proxy.test",
    GOFLAGS: "",
  };
  const taken = {
    GITHUB_TOKEN: "x",
    AWS_SHARED_CREDENTIALS_FILE: "/home/me/.aws/credentials",
    SSH_AUTH_SOCK: "/tmp/agent",
    NPM: `npm_${"a".repeat(36)}`,
    GONOPROXY_URL: "https://me:password@proxy.test",
  };
  assert.deepEqual(withoutSecrets({ ...kept, ...taken }), kept);
});
