/** A message, or a control frame, as it came from a client. */
export type WebSocketMessage =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "binary"; readonly bytes: Uint8Array }
  | { readonly kind: "ping"; readonly bytes: Uint8Array }
  | { readonly kind: "pong" }
  | { readonly kind: "close"; readonly code: number }
  /** The client broke the protocol; the connection is to be closed with this code. */
  | { readonly kind: "broken"; readonly code: number; readonly why: string };

const CONTINUATION = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10;
const NO_CODE = 1005, PROTOCOL_ERROR = 1002, BAD_DATA = 1007, TOO_BIG = 1009;
const MOST_CONTROL_BYTES = 125;

interface Frame { readonly isFinal: boolean; readonly opcode: number; readonly payload: Uint8Array }

/**
 * Reads the frames of a client out of the bytes of a connection. Frames must be masked, messages are bounded, and
 * after `broken` nothing more is read.
 * Source: RFC 6455 section 5
 */
export class WebSocketReader {
  #waiting: Uint8Array = new Uint8Array(0);
  #parts: Uint8Array[] = [];
  #partsBytes = 0;
  #opcode = 0;
  #isBroken = false;
  readonly #most: number;

  /** @param most bytes a message may have */
  constructor(most: number) {
    this.#most = most;
  }

  push(bytes: Uint8Array): WebSocketMessage[] {
    if (this.#isBroken) return [];
    this.#waiting = this.#waiting.length === 0 ? bytes : joined([this.#waiting, bytes]);
    const messages: WebSocketMessage[] = [];
    for (;;) {
      const frame = this.#nextFrame();
      if (!frame) return messages;
      const message = "kind" in frame ? frame : this.#messageOf(frame);
      if (!message) continue;
      messages.push(message);
      if (message.kind !== "broken") continue;
      this.#isBroken = true;
      return messages;
    }
  }

  #nextFrame(): Frame | WebSocketMessage | undefined {
    const bytes = this.#waiting;
    if (bytes.length < 2) return undefined;
    const opcode = bytes[0]! & 0x0f;
    const isFinal = (bytes[0]! & 0x80) !== 0;
    const short = bytes[1]! & 0x7f;
    if ((bytes[0]! & 0x70) !== 0) return broken("reserved bits are set");
    if ((bytes[1]! & 0x80) === 0) return broken("a client's frame is not masked");
    if (opcode >= CLOSE && (!isFinal || short > MOST_CONTROL_BYTES)) return broken("a control frame is too long");
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    const start = 2 + lengthBytes + 4;
    if (bytes.length < start) return undefined;
    const length = lengthBytes === 0 ? short : bytes.slice(2, 2 + lengthBytes).reduce((n, b) => n * 256 + b, 0);
    if (length > this.#most) return { kind: "broken", code: TOO_BIG, why: `a message has at most ${this.#most} bytes` };
    if (bytes.length < start + length) return undefined;
    const mask = bytes.slice(start - 4, start);
    const payload = bytes.slice(start, start + length).map((b, i) => b ^ mask[i % 4]!);
    this.#waiting = bytes.slice(start + length);
    return { isFinal, opcode, payload };
  }

  #messageOf({ isFinal, opcode, payload }: Frame): WebSocketMessage | undefined {
    switch (opcode) {
      case CLOSE: return { kind: "close", code: payload.length >= 2 ? payload[0]! * 256 + payload[1]! : NO_CODE };
      case PING: return { kind: "ping", bytes: payload };
      case PONG: return { kind: "pong" };
      case TEXT: case BINARY:
        if (this.#opcode !== 0) return broken("a message begins inside of another");
        this.#opcode = opcode;
        break;
      case CONTINUATION:
        if (this.#opcode === 0) return broken("nothing is there to be continued");
        break;
      default: return broken(`opcode ${opcode} is unknown`);
    }
    this.#parts.push(payload);
    this.#partsBytes += payload.length;
    if (this.#partsBytes > this.#most) return { kind: "broken", code: TOO_BIG, why: `a message has at most ${this.#most} bytes` };
    return isFinal ? this.#whole() : undefined;
  }

  #whole(): WebSocketMessage {
    const bytes = this.#parts.length === 1 ? this.#parts[0]! : joined(this.#parts);
    const opcode = this.#opcode;
    this.#parts = [];
    this.#partsBytes = 0;
    this.#opcode = 0;
    if (opcode === BINARY) return { kind: "binary", bytes };
    try {
      return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
    } catch {
      // A fatal decoder throws on anything that is not UTF-8.
      return { kind: "broken", code: BAD_DATA, why: "a text is not UTF-8" };
    }
  }
}

function broken(why: string): WebSocketMessage {
  return { kind: "broken", code: PROTOCOL_ERROR, why };
}

/** A whole message of a server: one frame, not masked. */
export function messageFrame(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? frame(TEXT, new TextEncoder().encode(content)) : frame(BINARY, content);
}

export function pongFrame(bytes: Uint8Array): Uint8Array {
  return frame(PONG, bytes);
}

export function pingFrame(): Uint8Array {
  return frame(PING, new Uint8Array(0));
}

/** @param why at most 123 bytes of it are sent */
export function closeFrame(code: number, why = ""): Uint8Array {
  const text = new TextEncoder().encode(why).slice(0, MOST_CONTROL_BYTES - 2);
  return frame(CLOSE, joined([new Uint8Array([code >> 8, code & 0xff]), text]));
}

function frame(opcode: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const head = length < 126 ? [length]
    : length < 65_536 ? [126, length >> 8, length & 0xff]
      : [127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (length >>> shift) & 0xff)];
  return joined([new Uint8Array([0x80 | opcode, ...head]), payload]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
