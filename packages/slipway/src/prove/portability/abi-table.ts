/** One rule of a system, with where it is written. */
export interface AbiCell {
  readonly rule: string;
  readonly source: string;
}

/** One subject over the three systems. */
export interface AbiRow {
  readonly subject: string;
  readonly linux: AbiCell;
  readonly macos: AbiCell;
  readonly windows: AbiCell;
}

/** The architectures that there is a table for. */
export const ABI_TABLES: Readonly<Record<string, readonly AbiRow[]>> = { arm64: arm64Rows() };

function arm64Rows(): AbiRow[] {
  const aapcs = "Procedure Call Standard for the Arm 64-bit Architecture (AAPCS64)";
  const apple = "Apple, Writing ARM64 code for Apple platforms";
  const windows = "Microsoft, Overview of ARM64 ABI conventions";
  const cell = (rule: string, source: string): AbiCell => ({ rule, source });
  return [
    {
      subject: "system calls",
      linux: cell(
        "svc #0, number in x8, arguments in x0 to x5, result or -errno in x0; numbers are stable",
        "syscall(2), Linux man-pages",
      ),
      macos: cell(
        "only through libSystem: numbers and conventions change (today svc #0x80, number in x16)",
        "Apple, Technical Q&A QA1118; Go 1.12 release notes, Darwin",
      ),
      windows: cell(
        "only through DLLs (ntdll, kernel32): numbers change with every build",
        "Microsoft, Windows API index; golang.org/x/sys/windows",
      ),
    },
    {
      subject: "platform register x18",
      linux: cell("free to use, not kept over calls; leave it alone in code for several systems", `${aapcs} 6.1.1`),
      macos: cell(
        "reserved: the system may overwrite it at any moment",
        `${apple}: respect the purpose of specific CPU registers`,
      ),
      windows: cell("reserved: points to the thread's environment block (TEB)", `${windows}: integer registers`),
    },
    {
      subject: "saved by the called function",
      linux: cell("x19 to x28, x29, sp, the low 64 bits of v8 to v15", `${aapcs} 6.1.1, 6.1.2`),
      macos: cell("x19 to x28, x29, sp, the low 64 bits of v8 to v15", `${apple} (follows AAPCS64)`),
      windows: cell(
        "x19 to x28, x29, sp, the low 64 bits of v8 to v15, in ways that unwind codes can describe",
        `${windows}: integer and floating-point registers; Microsoft, ARM64 exception handling`,
      ),
    },
    {
      subject: "stack alignment",
      linux: cell("16 bytes whenever sp is used for memory; faults otherwise", `${aapcs} 6.4.5.1`),
      macos: cell("16 bytes whenever sp is used for memory; faults otherwise", `${aapcs} 6.4.5.1; ${apple}`),
      windows: cell("16 bytes always", `${windows}: stack`),
    },
    {
      subject: "below the stack pointer",
      linux: cell("nothing is kept", `${aapcs} 6.4.5.1`),
      macos: cell("128 bytes are kept (red zone)", `${apple}: handle the stack`),
      windows: cell("16 bytes are reserved for analysis and patching", `${windows}: red zone`),
    },
    {
      subject: "frame pointer x29",
      linux: cell("may be used as another register; profilers want it as frame pointer", `${aapcs} 6.4.6`),
      macos: cell("must always hold a valid frame record", `${apple}: respect the purpose of specific CPU registers`),
      windows: cell("frame pointer, needed for fast stack walks", `${windows}: integer registers`),
    },
    {
      subject: "variable arguments",
      linux: cell("in registers as others, then on the stack", `${aapcs} 6.8.2`),
      macos: cell(
        "always on the stack, 8 bytes each",
        `${apple}: update code that passes arguments to variadic functions`,
      ),
      windows: cell(
        "as integers in x0 to x7, floating-point too, then on the stack",
        `${windows}: addendum, variadic functions`,
      ),
    },
    {
      subject: "arguments on the stack",
      linux: cell("each takes a multiple of 8 bytes", `${aapcs} 6.8.2`),
      macos: cell("packed by their own size and alignment", `${apple}: pass arguments to functions correctly`),
      windows: cell("each takes a multiple of 8 bytes", `${windows}: parameter passing`),
    },
    {
      subject: "C names in object files",
      linux: cell("as they are", "System V ABI, ELF symbol table"),
      macos: cell(
        "an underscore in front: _name",
        "Apple, Mach-O Programming Topics; clang -target arm64-apple-darwin",
      ),
      windows: cell(
        "as they are (the underscore is for 32-bit x86 only)",
        "Microsoft, Decorated names: format of a C decorated name",
      ),
    },
    {
      subject: "address of a symbol",
      linux: cell(
        "adrp x0, sym; add x0, x0, :lo12:sym",
        "ELF for the Arm 64-bit Architecture (AAELF64), static relocations",
      ),
      macos: cell("adrp x0, sym@PAGE; add x0, x0, sym@PAGEOFF", "LLVM, AArch64 Mach-O assembler syntax"),
      windows: cell(
        "adrp x0, sym; add x0, x0, :lo12:sym",
        "LLVM, AArch64 COFF; Microsoft, PE format: ARM64 relocation types",
      ),
    },
    {
      subject: "directives",
      linux: cell(".type, .size, .hidden, .section NAME", "GNU as, ELF dependent features"),
      macos: cell(".section SEGMENT,SECTION, .private_extern; no .type, .size, .hidden", "LLVM, DarwinAsmParser.cpp"),
      windows: cell('.def, .section NAME,"flags", .seh_*; no .type, .size, .hidden', "LLVM, COFFAsmParser.cpp"),
    },
    {
      subject: "page size",
      linux: cell("4, 16 or 64 KiB by kernel", "Linux, Documentation/arch/arm64/memory.rst"),
      macos: cell("16 KiB", "Apple, Addressing architectural differences in your macOS code"),
      windows: cell("4 KiB", "Microsoft, GetSystemInfo on ARM64"),
    },
    {
      subject: "C types",
      linux: cell("long 8 bytes, char unsigned", `${aapcs} 10.1.2 (LP64)`),
      macos: cell("long 8 bytes, char signed", `${apple}: data types`),
      windows: cell("long 4 bytes, char signed", `${windows}: ARM64 base types`),
    },
    {
      subject: "Go's assembler",
      linux: cell(
        "R28 is g, R27 the linker's, R18_PLATFORM left alone; frames are multiples of 8",
        "go.dev/doc/asm; src/cmd/compile/abi-internal.md",
      ),
      macos: cell("the same", "go.dev/doc/asm; src/cmd/compile/abi-internal.md"),
      windows: cell(
        "the same; callbacks from C save R19 to R28 and F8 to F15",
        "go.dev/doc/asm; src/runtime/sys_windows_arm64.s",
      ),
    },
  ];
}
