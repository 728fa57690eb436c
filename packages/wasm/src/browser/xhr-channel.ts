import type { Channel } from "../protocol/channel.ts";
import { decodeFrame, encodeFrame, type Frame } from "../protocol/frame.ts";
import { errorIn } from "../protocol/message-channel.ts";
import { fail } from "../vfs/fs-error.ts";

/**
 * Asks over synchronous requests: a hundred times slower than a socket, and the only way for a page to have an answer before it
 * returns. GOOS=js needs that in one place, `process.chdir`.
 */
export function xhrChannel(address: URL): Channel {
  let sequence = 0;

  function call(type: number, argument: number, payload?: Uint8Array): Frame {
    const request = new XMLHttpRequest();
    request.open("POST", address, false);
    // A synchronous request in a page gives text only; this charset keeps each byte in the low half of a character.
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send(encodeFrame(type, ++sequence, argument, payload));
    if (request.status !== 200) fail("EIO", `the host answered ${request.status}`);
    const text = request.responseText;
    const frame = decodeFrame(Uint8Array.from({ length: text.length }, (_, index) => text.charCodeAt(index) & 255));
    const problem = errorIn(frame, type);
    if (problem !== undefined) throw problem;
    return frame;
  }

  return { sync: true, call, send: () => {} };
}
