/** Libraries that every installation of a system has, by GOOS. */
const SYSTEM: Readonly<Record<string, RegExp>> = {
  linux:
    /^(?:linux-vdso|linux-gate|ld-linux[\w.-]*|ld64|ld-musl-\w+|libc\.musl-\w+|lib(?:c|m|mvec|pthread|dl|rt|resolv|util|anl|nsl|crypt|gcc_s|stdc\+\+|atomic))\.so(?:\.\d+)*$|^ld-linux/,
  android: /^lib(?:c|m|dl|log|android|EGL|GLESv\d|OpenSLES|z|jnigraphics|mediandk|vulkan|aaudio|camera2ndk)\.so$/,
  darwin: /^\/(?:usr\/lib|System\/Library)\//,
  ios: /^\/(?:usr\/lib|System\/Library)\//,
  freebsd: /^(?:lib(?:c|m|thr|pthread|util|rt|gcc_s|c\+\+|cxxrt|sys|resolv)|ld-elf)\.so(?:\.\d+)*$/,
  openbsd: /^(?:lib(?:c|m|pthread|util|c\+\+|c\+\+abi)|ld)\.so(?:\.\d+)*$/,
  netbsd: /^(?:lib(?:c|m|pthread|util|rt|gcc_s)|ld\.elf_so)\.so(?:\.\d+)*$/,
  dragonfly: /^lib(?:c|m|pthread|util|rt|gcc_s)\.so(?:\.\d+)*$/,
  solaris: /^lib(?:c|m|socket|nsl|sendfile|pthread|rt|dl|lgrp|kstat|resolv)\.so(?:\.\d+)*$/,
  illumos: /^lib(?:c|m|socket|nsl|sendfile|pthread|rt|dl|lgrp|kstat|resolv)\.so(?:\.\d+)*$/,
};

/** DLLs of Windows itself; its own sets of names (`api-ms-win-`) besides. */
const WINDOWS = new Set(
  [
    "advapi32 authz avrt bcrypt bcryptprimitives cfgmgr32 combase comctl32 comdlg32 crypt32 cryptbase cryptui d2d1 d3d11 d3d12 dbghelp",
    "dinput8 dnsapi dsound dwmapi dwrite dxgi dxva2 fwpuclnt gdi32 gdiplus hid hlink imm32 iphlpapi kernel32 kernelbase ktmw32",
    "mf mfplat mfreadwrite mpr msacm32 msimg32 mswsock msvcrt ncrypt netapi32 normaliz ntdll odbc32 ole32 oleacc oleaut32 opengl32",
    "pathcch pdh powrprof propsys psapi rasapi32 rpcrt4 rstrtmgr sechost secur32 sensapi setupapi shcore shell32 shlwapi sspicli",
    "tdh ucrtbase urlmon user32 userenv usp10 uxtheme vcruntime140 version virtdisk wer wevtapi winhttp wininet winmm winscard",
    "winspool wintrust winusb wlanapi wldap32 ws2_32 wsock32 wtsapi32 xinput1_4 xmllite",
  ].flatMap((line) => line.split(" ")),
);

/** Whether a system that a program is for brings the library itself. An unknown system is believed to. */
export function isSystemLibrary(name: string, os: string): boolean {
  if (os === "windows") {
    const base = name.toLowerCase().replace(/\.(?:dll|drv)$/, "");
    return WINDOWS.has(base) || /^(?:api|ext)-ms-/.test(base);
  }
  // AIX names archives of the system by path; what else there is nobody has looked at.
  return SYSTEM[os]?.test(name) ?? true;
}
