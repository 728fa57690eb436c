/** How the toolchain spells the micro-architectures of one GOARCH (Go `internal/buildcfg`). */
export interface VariantRule {
  /** The variable that carries it: `GOAMD64`. */
  readonly variable: string;
  /** The config key of the matrix (`goamd64`). */
  readonly key: VariantKey;
  /** What a target without a variant means, as GoReleaser completes it. */
  readonly standard: string;
  readonly words: readonly string[];
  /** Matches every word that is allowed, for families that cannot be listed. */
  readonly pattern?: RegExp;
}

/** The matrix keys that carry variants. */
export type VariantKey = "goamd64" | "go386" | "goarm" | "goarm64" | "gomips" | "goppc64" | "goriscv64";

const AMD64: VariantRule = { variable: "GOAMD64", key: "goamd64", standard: "v1", words: ["v1", "v2", "v3", "v4"] };
const I386: VariantRule = { variable: "GO386", key: "go386", standard: "sse2", words: ["sse2", "softfloat"] };
const ARM: VariantRule = {
  variable: "GOARM",
  key: "goarm",
  standard: "6",
  words: ["5", "6", "7"],
  pattern: /^[567](?:,(?:softfloat|hardfloat))?$/,
};
const ARM64: VariantRule = {
  variable: "GOARM64",
  key: "goarm64",
  standard: "v8.0",
  words: [
    ...Array.from({ length: 10 }, (_, minor) => `v8.${minor}`),
    ...Array.from({ length: 6 }, (_, minor) => `v9.${minor}`),
  ],
  pattern: /^(?:v8\.[0-9]|v9\.[0-5])(?:,(?:lse|crypto)){0,2}$/,
};
const MIPS: VariantRule = {
  variable: "GOMIPS",
  key: "gomips",
  standard: "hardfloat",
  words: ["hardfloat", "softfloat"],
};
const MIPS64: VariantRule = { ...MIPS, variable: "GOMIPS64" };
const PPC64: VariantRule = {
  variable: "GOPPC64",
  key: "goppc64",
  standard: "power8",
  words: ["power8", "power9", "power10"],
};
const RISCV64: VariantRule = {
  variable: "GORISCV64",
  key: "goriscv64",
  standard: "rva20u64",
  words: ["rva20u64", "rva22u64", "rva23u64"],
};

const RULES: Readonly<Record<string, VariantRule>> = {
  "386": I386,
  amd64: AMD64,
  arm: ARM,
  arm64: ARM64,
  mips: MIPS,
  mipsle: MIPS,
  mips64: MIPS64,
  mips64le: MIPS64,
  ppc64: PPC64,
  ppc64le: PPC64,
  riscv64: RISCV64,
};

/** The rule of an architecture; architectures without variants have none. */
export function variantRule(arch: string): VariantRule | undefined {
  return Object.hasOwn(RULES, arch) ? RULES[arch] : undefined;
}

/** Whether `word` is a variant that the rule allows. */
export function allowsVariant(rule: VariantRule, word: string): boolean {
  return rule.pattern ? rule.pattern.test(word) : rule.words.includes(word);
}

/** Every variable that selects a micro-architecture; each is set in every build, so that none leaks in. */
export const VARIANT_VARIABLES: readonly string[] = [
  ...new Set(Object.values(RULES).map((rule) => rule.variable)),
].sort();

/** The config keys of all variants. */
export const VARIANT_KEYS: readonly VariantKey[] = [
  "goamd64",
  "go386",
  "goarm",
  "goarm64",
  "gomips",
  "goppc64",
  "goriscv64",
];
