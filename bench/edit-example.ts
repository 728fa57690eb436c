import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The file that is changed: one of a package that the mains import. */
const LEAF: Readonly<Record<string, string>> = { fleet: "internal/store/store.go", hello: "main.go" };

/** Gives a copy of an example one more variable, whose name no run before had. */
export function editExample(example: string, project: string, edit: number): void {
  const file = path.join(project, LEAF[example] ?? "main.go");
  const name = `benchRun${edit}x${Date.now()}`;
  writeFileSync(
    file,
    `${readFileSync(file, "utf8")}\nvar ${name} = "${name}"\n\nfunc init() { if ${name} == "" { panic(${name}) } }\n`,
  );
}
