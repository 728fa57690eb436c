/** Collects what a program writes. */
export function capture(): { readonly sink: (bytes: Uint8Array) => void; readonly text: () => string } {
  const decoder = new TextDecoder();
  let collected = "";
  return {
    sink(bytes) {
      collected += decoder.decode(bytes, { stream: true });
    },
    text: () => collected,
  };
}
