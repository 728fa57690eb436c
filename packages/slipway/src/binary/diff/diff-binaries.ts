import { equalBytes } from "../compare-bytes.ts";
import { FormatError } from "../format-error.ts";
import { inspectProgram } from "../inspect/inspect-binary.ts";
import type { Inspection } from "../inspect/inspection.ts";
import { isProgram, readBinary } from "../read-binary.ts";
import type { Program } from "../read-binary.ts";
import { CAUSE_ORDER } from "./binary-diff.ts";
import type { BinaryDiff, DiffCause } from "./binary-diff.ts";
import { cause, diffBuild } from "./diff-build.ts";
import { diffEmbedded } from "./diff-embedded.ts";
import { diffFunctions } from "./diff-functions.ts";
import { diffHost, textOf, diffPacker } from "./diff-host.ts";
import { diffPaths } from "./diff-paths.ts";
import { diffSections } from "./diff-sections.ts";
import { diffVariables } from "./diff-variables.ts";
import { unsignedBytes } from "./unsigned-bytes.ts";

/** Flags that change the code of every package. */
const REBUILDS_ALL =
  /^(?:-gcflags|-race|-msan|-asan|-cover|-pgo|-compiler|-buildmode|-tags|-asmflags|GOEXPERIMENT|GOFIPS140|CGO_ENABLED|GO386|GOAMD64|GOARM|GOARM64|GOMIPS|GOMIPS64|GOPPC64|GORISCV64|GOWASM|position independence.*)$/;

/**
 * Says why two binaries differ: causes first, most telling first, then what differs in bytes, by section.
 *
 * Every rule that fires is told; what follows from a cause that was told (functions of a module of another version, all
 * code after a change of the Go version) is not told again.
 *
 * @throws FormatError when one of them is no binary
 */
export function diffBinaries(a: Uint8Array, b: Uint8Array): BinaryDiff {
  if (equalBytes(a, b)) return { same: true, causes: [], residual: [] };
  const one = readBinary(a);
  const other = readBinary(b);
  if (one.format !== other.format) {
    return { same: false, causes: [cause("format", "format", one.format, other.format)], residual: [] };
  }
  if (one.format === "macho-fat" && other.format === "macho-fat") {
    return joined(
      one.slices.map((slice) => ({ name: `${slice.cpu}`, bytes: slice.bytes })),
      other.slices.map((slice) => ({ name: `${slice.cpu}`, bytes: slice.bytes })),
    );
  }
  if (one.format === "ar" && other.format === "ar") return joined(one.members, other.members);
  if (!isProgram(one) || !isProgram(other)) return { same: false, causes: [], residual: [] };
  return diffPrograms(one, other);
}

function diffPrograms(a: Program, b: Program): BinaryDiff {
  const causes: DiffCause[] = [];
  const inspectionA = inspectProgram(a);
  const inspectionB = inspectProgram(b);
  const attempt = (find: () => readonly DiffCause[]): void => {
    try {
      causes.push(...find());
    } catch (error) {
      // A damaged part is a problem of its inspection; the other rules still say what they see.
      if (!(error instanceof FormatError)) throw error;
    }
  };
  attempt(() => diffPacker(inspectionA, inspectionB));
  const isPacked = causes.length > 0;
  if (!isPacked) attempt(() => diffSignature(a, b, inspectionA, inspectionB));
  if (isPacked) {
    // What the packed side is cannot be seen.
  } else if (causes.length === 0 || !equalBytes(unsignedBytes(a), unsignedBytes(b))) {
    attempt(() => diffBuild(inspectionA, inspectionB));
    attempt(() => diffHost(inspectionA, inspectionB));
    attempt(() => diffPaths(a, b));
    const isOther = inspectionA.target !== inspectionB.target;
    if (!isOther) {
      attempt(() => diffVariables(a, b));
      attempt(() => diffEmbedded(a, b));
      attempt(() => diffFunctions(a, b, { isEmpty: causes.length === 0, explains: explainedBy(causes) }));
    }
    if (causes.length === 0) attempt(() => diffBuildId(inspectionA, inspectionB));
  }
  const order = (each: DiffCause): number => CAUSE_ORDER.indexOf(each.code);
  let residual: BinaryDiff["residual"] = [];
  try {
    residual = diffSections(a, b);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  return { same: false, causes: causes.toSorted((x, y) => order(x) - order(y)), residual };
}

function diffSignature(a: Program, b: Program, one: Inspection, other: Inspection): readonly DiffCause[] {
  const only = equalBytes(unsignedBytes(a), unsignedBytes(b));
  const textA = signatureText(one);
  const textB = signatureText(other);
  if (!only && textA === textB) return [];
  if (only) {
    const message = `Only the signature differs: ${textA} → ${textB}`;
    return [{ code: "signature", message, subject: "signature", a: textA, b: textB }];
  }
  return [cause("signature", "signature", textA, textB)];
}

function signatureText({ signature }: Inspection): string {
  if (signature === null) return "none";
  return [signature.kind, signature.identifier, signature.team].filter(Boolean).join(" ");
}

function diffBuildId(one: Inspection, other: Inspection): readonly DiffCause[] {
  const a = one.go?.buildId ?? null;
  const b = other.go?.buildId ?? null;
  if (a !== b) {
    const content =
      a?.split("/").at(-1) === b?.split("/").at(-1) ? "its content part is equal" : "no other cause was found";
    return [
      {
        ...cause(
          "build-id",
          "Go build ID",
          a,
          b,
          "an input of the build differs (paths, flags, tool chain): build both with -trimpath",
        ),
        message: `Go build ID differs, ${content}`,
      },
    ];
  }
  const idA = textOf(one.details["buildId"] ?? one.details["uuid"]);
  const idB = textOf(other.details["buildId"] ?? other.details["uuid"]);
  return idA === idB ? [] : [cause("build-id", "build ID of the linker", idA, idB)];
}

/** Packages whose code differs for a reason that is told already. */
function explainedBy(causes: readonly DiffCause[]): (path: string) => boolean {
  const all = causes.some(
    (each) =>
      each.code === "go-version" ||
      ((each.code === "flag" || each.code === "target") && REBUILDS_ALL.test(each.subject)),
  );
  const modules = causes.filter((each) => each.code === "module").map((each) => each.subject);
  return (path) => all || modules.some((module) => path === module || path.startsWith(`${module}/`));
}

/** Compares the parts of a container by name. */
function joined(
  before: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  after: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): BinaryDiff {
  const causes: DiffCause[] = [];
  const residual: BinaryDiff["residual"][number][] = [];
  const others = new Map(after.map((part) => [part.name, part]));
  for (const part of before) {
    const other = others.get(part.name);
    others.delete(part.name);
    if (other === undefined) {
      causes.push(cause("header", part.name, "present", null));
      continue;
    }
    if (equalBytes(part.bytes, other.bytes)) continue;
    const inner = diffBinaries(part.bytes, other.bytes);
    causes.push(...inner.causes);
    for (const each of inner.residual) residual.push({ ...each, section: `${part.name} ${each.section}` });
  }
  for (const name of others.keys()) causes.push(cause("header", name, null, "present"));
  return { same: false, causes, residual };
}
