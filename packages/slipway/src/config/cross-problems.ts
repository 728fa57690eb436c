import { SlipwayError, type Place } from "../errors.ts";
import { cacheProblems } from "./cache-problems.ts";
import type { Config } from "./config.ts";
import type { ConfigPath } from "./yaml/path-text.ts";

/**
 * What a config may not say although every value of it is right: two entries with one id, a release on two forges.
 */
export function crossProblems(config: Config, positionOf: (path: ConfigPath) => Place | undefined): SlipwayError[] {
  return [
    ...sameIds("builds", config.builds, positionOf),
    ...sameIds("universal_binaries", config.universal_binaries, positionOf),
    ...sameIds("archives", config.archives, positionOf),
    ...severalForges(config, positionOf),
    ...wasmProblems(config, positionOf),
    ...cacheProblems(config.cache, positionOf),
  ];
}

function sameIds(
  section: string,
  entries: readonly { readonly id: string }[],
  positionOf: (path: ConfigPath) => Place | undefined,
): SlipwayError[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const before = first.get(entry.id);
    if (before === undefined) {
      first.set(entry.id, index);
      return [];
    }
    return [
      new SlipwayError("config-invalid", `${section}[${index}] has the id "${entry.id}" of ${section}[${before}]`, {
        ...whereOf(positionOf([section, index, "id"])),
        hint: "Give every entry an id of its own",
      }),
    ];
  });
}

function severalForges(config: Config, positionOf: (path: ConfigPath) => Place | undefined): SlipwayError[] {
  const forges = (["github", "gitlab", "gitea"] as const).filter((forge) => config.release[forge].owner !== "");
  const [, second] = forges;
  if (second === undefined) return [];
  return [
    new SlipwayError("config-invalid", `A release goes to one forge, not to ${forges.join(" and ")}`, {
      ...whereOf(positionOf(["release", second])),
      hint: "Keep one of them",
    }),
  ];
}

/** Entries of `wasm` that would make nothing, or pass over what they say. */
function wasmProblems(config: Config, positionOf: (path: ConfigPath) => Place | undefined): SlipwayError[] {
  const builds = config.builds.map(({ id }) => id);
  return config.wasm.flatMap(({ ids, bundle, page }, index) => [
    ...ids.flatMap((id, at) =>
      builds.includes(id)
        ? []
        : [
            new SlipwayError("config-invalid", `wasm[${index}] is for the build "${id}", which there is not`, {
              ...whereOf(positionOf(["wasm", index, "ids", at])),
              expected: `an id of builds: ${builds.join(", ")}`,
              actual: id,
            }),
          ],
    ),
    ...(bundle === "npm" && page !== ""
      ? [
          new SlipwayError("config-invalid", `wasm[${index}] has a page, which a package for npm has not`, {
            ...whereOf(positionOf(["wasm", index, "page"])),
            hint: "Leave page out, or make a bundle for a web server: zip or tar.gz",
          }),
        ]
      : []),
  ]);
}

function whereOf(where: Place | undefined): { where?: Place } {
  return where ? { where } : {};
}
