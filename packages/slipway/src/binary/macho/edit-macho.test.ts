import assert from "node:assert/strict";
import test from "node:test";
import { EditError } from "../edit-error.ts";
import { buildProbe, goTestdata } from "../testing/go-files.ts";
import { editMacho } from "./edit-macho.ts";
import type { MachoEdit } from "./edit-macho.ts";
import { MachoFile } from "./macho-file.ts";
import { verifyPages } from "./verify-pages.ts";

const arm = buildProbe("darwin/arm64").bytes;
const withRpath = goTestdata().find((file) => file.name === "debug/macho/clang-amd64-darwin-exec-with-rpath")!.bytes;

function edited(bytes: Uint8Array, ...edits: MachoEdit[]): MachoFile {
  return new MachoFile(editMacho(bytes, edits).bytes);
}

test("editMacho adds, changes and deletes rpaths and signs again", () => {
  const added = edited(
    arm,
    { kind: "add-rpath", path: "@loader_path/../lib" },
    { kind: "add-rpath", path: "/opt/lib" },
  );
  assert.deepEqual(added.rpaths, ["@loader_path/../lib", "/opt/lib"]);
  assert.deepEqual(verifyPages(added)!.bad, []);
  assert.equal(added.signature!.linkerSigned, true);
  const changed = edited(added.bytes, { kind: "change-rpath", from: "/opt/lib", to: "@executable_path" });
  assert.deepEqual(changed.rpaths, ["@loader_path/../lib", "@executable_path"]);
  assert.deepEqual(verifyPages(changed)!.bad, []);
  const back = edited(
    changed.bytes,
    { kind: "delete-rpath", path: "@executable_path" },
    { kind: "delete-rpath", path: "@loader_path/../lib" },
  );
  // Deleting what was added leaves the program as the linker wrote it, signature and all.
  assert.equal(Buffer.from(back.bytes).equals(arm), true);
});

test("editMacho changes libraries and keeps their versions and order", () => {
  const before = new MachoFile(arm).libraries;
  const file = edited(arm, { kind: "change-library", from: before[0]!.path, to: "@rpath/libsystem.dylib" });
  assert.deepEqual(
    file.libraries.map((library) => library.path),
    ["@rpath/libsystem.dylib", ...before.slice(1).map((library) => library.path)],
  );
  assert.equal(file.libraries[0]!.currentVersion, before[0]!.currentVersion);
  const more = edited(arm, { kind: "add-library", path: "@rpath/libextra.dylib" });
  assert.equal(more.libraries.at(-1)!.path, "@rpath/libextra.dylib");
  assert.deepEqual(verifyPages(more)!.bad, []);
});

test("editMacho leaves an unsigned program unsigned", () => {
  const file = edited(withRpath, { kind: "change-rpath", from: "/my/rpath", to: "/x" });
  assert.deepEqual(file.rpaths, ["/x"]);
  assert.equal(file.signature, undefined);
});

test("editMacho says each change in words", () => {
  assert.deepEqual(editMacho(withRpath, [{ kind: "delete-rpath", path: "/my/rpath" }]).changes, [
    'rpath "/my/rpath" deleted',
  ]);
});

test("editMacho refuses by name what it cannot do", () => {
  const refused = (bytes: Uint8Array, edit: MachoEdit): readonly [string, string] => {
    try {
      editMacho(bytes, [edit]);
    } catch (error) {
      if (error instanceof EditError) return [error.refusal, error.message];
      throw error;
    }
    return assert.fail("the edit was made");
  };
  assert.deepEqual(refused(withRpath, { kind: "delete-rpath", path: "/other" }), [
    "not-found",
    'Cannot find the rpath "/other": the file has "/my/rpath"',
  ]);
  assert.deepEqual(refused(withRpath, { kind: "add-rpath", path: "/my/rpath" }), [
    "duplicate",
    'Cannot add the rpath "/my/rpath": it is there already',
  ]);
  assert.deepEqual(refused(arm, { kind: "set-install-name", path: "@rpath/x" }), [
    "not-found",
    "Cannot set the install name: the file is no library (it has no LC_ID_DYLIB)",
  ]);
  const [refusal, message] = refused(arm, { kind: "add-rpath", path: `/${"long/".repeat(2000)}` });
  assert.equal(refusal, "no-room");
  assert.match(
    message,
    /Cannot lengthen the load commands to \d+ bytes: the header has room for \d+; link with -headerpad/,
  );
});
