import assert from "node:assert/strict";
import { test } from "node:test";
import { repositoryName, withoutCredentials } from "./remote-url.ts";

test("repositoryName() reads addresses as GoReleaser does", () => {
  for (const [url, name] of [
    ["git@git.example.test:owner/tool.git", "tool"],
    ["https://token@git.example.test/owner/tool", "tool"],
    ["https://git.example.test:8080/owner/tool.git", "tool"],
    ["https://ci:secret@git.example.test/group/sub/tool.git\n", "tool"],
    ["ssh://git@git.example.test:22/owner/tool.git", "tool"],
    ["git@gist.example.test:someid.git", undefined],
    ["https://gist.example.test/", undefined],
    ["", undefined],
    ["/srv/git/tool.git", "tool"],
    ["/srv/git/tool/.", undefined],
    ["/srv/git/..", undefined],
  ] as const) {
    assert.equal(repositoryName(url), name, url);
  }
});

test("withoutCredentials() cuts off what is secret and nothing else", () => {
  for (const [url, shown] of [
    ["https://user:secret@git.example.test/o/n", "https://git.example.test/o/n"],
    ["https://token@git.example.test/o/n", "https://git.example.test/o/n"],
    ["http://a:b@c@git.example.test/o/n@v1", "http://git.example.test/o/n@v1"],
    ["git@git.example.test:o/n.git", "git@git.example.test:o/n.git"],
    ["ssh://git@git.example.test/o/n", "ssh://git@git.example.test/o/n"],
    ["ssh://git:secret@git.example.test/o/n", "ssh://git.example.test/o/n"],
    ["https://git.example.test/o/n", "https://git.example.test/o/n"],
  ] as const) {
    assert.equal(withoutCredentials(url), shown);
  }
});
