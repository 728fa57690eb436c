const UTF8 = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/**
 * Decodes UTF-8; ill-formed sequences become U+FFFD. Short ASCII, which most symbol names are, avoids the decoder's
 * cost per call.
 */
export function decodeText(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  if (end - start <= 24) {
    let text = "";
    for (let at = start; at < end; at++) {
      const unit = bytes[at]!;
      if (unit >= 0x80) return UTF8.decode(bytes.subarray(start, end));
      text += String.fromCharCode(unit);
    }
    return text;
  }
  return UTF8.decode(bytes.subarray(start, end));
}
