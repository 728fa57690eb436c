import assert from "node:assert/strict";
import { test } from "node:test";
import { SlipwayError } from "../../errors.ts";
import { renderBoolean, renderTemplate } from "./render-template.ts";
import type { RenderOptions } from "./render-template.ts";
import { goStringMap, goUint } from "./value/to-value.ts";
import { goTime } from "./value/time.ts";

const options: RenderOptions = {
  host: {
    now: 1678327562000,
    folder: "/work",
    home: "/home/me",
    separator: "/",
    readFile() {
      throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
    },
  },
  fields: {
    ProjectName: "app",
    Version: "1.2.3",
    Major: goUint(1),
    Env: goStringMap({ NAME: "value", YES: " TruE " }, "context.Env"),
    Now: goTime(1678327562000),
    Timestamp: 1678327562n,
    Os: "linux",
    Arch: "arm",
    Arm: "6",
    Mips: "",
    Amd64: "",
  },
};

function render(text: string): string {
  return renderTemplate(text, options);
}

function failure(text: string, extra: Partial<RenderOptions> = {}): SlipwayError {
  try {
    renderTemplate(text, { ...options, ...extra });
  } catch (error) {
    assert.ok(error instanceof SlipwayError);
    return error;
  }
  throw new Error(`"${text}" did not fail`);
}

test("renderTemplate() names an archive as GoReleaser does", () => {
  const name =
    '{{ .ProjectName }}_{{ .Version }}_{{ .Os }}_{{ .Arch }}{{ with .Arm }}v{{ . }}{{ end }}{{ with .Mips }}_{{ . }}{{ end }}{{ if not (eq .Amd64 "v1") }}{{ .Amd64 }}{{ end }}';
  assert.equal(render(name), "app_1.2.3_linux_armv6");
});

test("renderTemplate() formats times and integers", () => {
  assert.equal(
    render('{{ .Now.Format "2006" }} {{ time "02 Jan 06" }} {{ .Timestamp }} {{ .Major }}'),
    "2023 09 Mar 23 1678327562 1",
  );
});

test("renderTemplate() says where a template cannot be parsed", () => {
  const error = failure("{{{.Foo}");
  assert.equal(error.code, "template-syntax");
  assert.equal(error.message, 'Cannot parse template "{{{.Foo}": column 3: unexpected "{" in command');
});

test("renderTemplate() fails for a field that is not there", () => {
  const error = failure("{{ .Nope }}");
  assert.equal(error.code, "template-execution");
  assert.equal(
    error.message,
    'Cannot render template "{{ .Nope }}": column 4 at <.Nope>: map has no entry for key "Nope"',
  );
});

test("renderTemplate() suggests the field that a slip was meant for, and none for what is below another", () => {
  const fields = { Version: "1", Env: { VERSION: "1" } };
  assert.equal(failure("{{ .Verson }}", { fields }).details.hint, 'Did you mean ".Version"?');
  assert.equal(failure("{{ .Elsewhere }}", { fields }).details.hint, undefined);
  assert.equal(failure("{{ .Env.Verson }}", { fields }).details.hint, undefined);
});

test("renderTemplate() points into the line of the config file", () => {
  const where = { file: "slipway.yaml", line: 7, column: 9, lineText: '  name: "x{{ .Nope }}"' };
  assert.deepEqual(failure("x{{ .Nope }}", { where }).details.where, { ...where, column: 14, length: 1 });
});

test("renderTemplate() keeps the place of a value that the line does not show", () => {
  const where = { file: "slipway.yaml", line: 7, column: 9, lineText: "  name: >-" };
  assert.deepEqual(failure("x{{ .Nope }}", { where }).details.where, where);
});

test("renderBoolean() takes true in any case", () => {
  assert.equal(renderBoolean("{{ .Env.YES }}", options), true);
  assert.equal(renderBoolean("{{ .Env.NAME }}", options), false);
});
