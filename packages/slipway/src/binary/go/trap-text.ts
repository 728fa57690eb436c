import { FormatError } from "../format-error.ts";
import type { WasmModule } from "../wasm/wasm-module.ts";
import { WasmPositions } from "./wasm-positions.ts";

/** What a frame of the engine becomes: lines of text, or nothing for frames of the host below the program. */
interface Frame {
  readonly lines: readonly string[];
  readonly wasm: boolean;
}

/** Frames of the host that are shown above the program's: an import that threw. */
const MAX_HOST_FRAMES = 5;
const WASM_FRAME = /wasm-function\[(\d+)\](?::(0x[0-9a-f]+))?/;
const NAMED_FRAME = /^\s*(?:at\s+)?(?:async\s+)?([^\s(@]+)?/;

/** `trapText` for one program, which is read when it traps and not before. */
export function trapExplainer(module: WasmModule): (stack: string) => string {
  return (stack) => trapText(stack, readPositions(module));
}

function readPositions(module: WasmModule): WasmPositions | undefined {
  try {
    return WasmPositions.read(module);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/**
 * What an engine tells of a trap, as Go's runtime would tell it: functions, files and lines. `stack` is an error's `stack` of
 * any engine; without positions its own names stay.
 */
export function trapText(stack: string, positions: WasmPositions | undefined): string {
  const lines = stack.split("\n").filter((line) => line.trim() !== "");
  const isFrame = (line: string): boolean => WASM_FRAME.test(line) || /^\s+at |@\S+:\d+:\d+$/.test(line);
  const first = lines.findIndex(isFrame);
  const heading = first < 0 ? lines : lines.slice(0, first);
  const frames = (first < 0 ? [] : lines.slice(first)).map((line) => explainFrame(line, positions));
  const lastWasm = frames.findLastIndex((frame) => frame.wasm);
  const firstWasm = frames.findIndex((frame) => frame.wasm);
  const shown = frames.filter(({ wasm }, index) =>
    lastWasm < 0 ? true : wasm || (index < firstWasm && index < MAX_HOST_FRAMES),
  );
  return `${[title(heading.join("\n")), "", ...collapse(shown)].join("\n")}\n`;
}

/** The engine's words after a Go-like beginning. Every engine calls its traps RuntimeError, and a full stack RangeError or InternalError. */
function title(heading: string): string {
  const trap = /^(?:RuntimeError|WebAssembly\.RuntimeError):? (.*)$/s.exec(heading);
  if (trap !== null) return `fatal error: ${trap[1]} (WebAssembly trap)`;
  if (/Maximum call stack|too much recursion/i.test(heading)) {
    return "fatal error: stack overflow (WebAssembly trap): the engine's stack is full, which is smaller than Go's";
  }
  return `fatal error: ${heading === "" ? "unknown" : heading}`;
}

function explainFrame(line: string, positions: WasmPositions | undefined): Frame {
  const match = WASM_FRAME.exec(line);
  if (match === null) return { lines: [line.trim()], wasm: false };
  const offset = match[2] === undefined ? undefined : Number(match[2]);
  const position = positions?.locate(Number(match[1]), offset);
  if (position === undefined) {
    const name = NAMED_FRAME.exec(line)?.[1] ?? "";
    return { lines: [`${/^wasm|^$|^</.test(name) ? `wasm function ${match[1]}` : name}(...)`], wasm: true };
  }
  const { calls, lastLine } = position;
  const lines = calls.flatMap((call, depth) => {
    const until = depth === 0 && lastLine !== undefined ? ` (or a line up to ${lastLine})` : "";
    return [`${call.function}(...)`, `\t${call.file}:${call.line}${until}`];
  });
  return { lines, wasm: true };
}

/** Recursion fills a stack with one frame. */
function collapse(frames: readonly Frame[]): string[] {
  const lines: string[] = [];
  let same = 0;
  frames.forEach((frame, index) => {
    const text = frame.lines.join("\n");
    if (text === frames[index - 1]?.lines.join("\n")) same++;
    else lines.push(...frame.lines);
    const ends = text !== frames[index + 1]?.lines.join("\n");
    if (ends && same > 0) {
      lines.push(`... ${same} more of the same ...`);
      same = 0;
    }
  });
  return lines;
}
