/** Bytes that stay on the page; what came before them is dropped. */
const KEPT = 400_000;

/** What the program prints, standard error in another colour. */
export class ConsolePanel {
  readonly #element: HTMLElement;
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder(), stdin: new TextDecoder() };
  #length = 0;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  clear(): void {
    this.#element.replaceChildren();
    this.#length = 0;
  }

  write(stream: "stdout" | "stderr" | "stdin", content: Uint8Array | string): void {
    const text = typeof content === "string" ? content : this.#decoders[stream].decode(content, { stream: true });
    const last = this.#element.lastElementChild;
    const atEnd = this.#element.scrollTop + this.#element.clientHeight >= this.#element.scrollHeight - 4;
    if (last?.className === stream && (last.textContent?.length ?? 0) < 8192) last.append(text);
    else {
      const span = document.createElement("span");
      span.className = stream;
      span.append(text);
      this.#element.append(span);
    }
    this.#length += text.length;
    while (this.#length > KEPT && this.#element.childElementCount > 1) {
      this.#length -= this.#element.firstElementChild?.textContent?.length ?? 0;
      this.#element.firstElementChild?.remove();
    }
    if (atEnd) this.#element.scrollTop = this.#element.scrollHeight;
  }
}
