import type { SpecialCode } from "./messages.ts";
import { Reader, WIRE_BYTES, WIRE_VARINT, WireError } from "./wire.ts";

/** The last moment that RFC 3339 can write, in seconds: the end of the year 9999. */
const LAST_SECOND = 253_402_300_799;

/**
 * The JSON value of a type that is a message on the wire and a scalar in JSON.
 * @returns undefined for a time that is not set
 * Source: apimachinery pkg/apis/meta/v1/{time,micro_time}_proto.go, pkg/util/intstr, pkg/api/resource, pkg/runtime (1.36)
 */
export function special(code: SpecialCode, bytes: Uint8Array): unknown {
  switch (code) {
    case "y":
      return base64(bytes);
    case "q":
      return text(fieldsOf(bytes).texts.get(1)) || "0";
    case "x": {
      const { numbers, texts } = fieldsOf(bytes);
      return numbers.get(1) === 1 ? text(texts.get(3)) : (numbers.get(2) ?? 0);
    }
    case "t":
      return time(bytes, (iso) => iso.replace(/\.\d+Z$/, "Z"));
    case "u":
      return time(bytes, (iso, nanos) => iso.replace(/\.\d+Z$/, `.${String(Math.floor(nanos / 1000)).padStart(6, "0")}Z`));
    case "r":
    case "f":
      return json(text(fieldsOf(bytes).texts.get(1)));
  }
}

function time(bytes: Uint8Array, print: (iso: string, nanos: number) => string): string | undefined {
  if (bytes.length === 0) return undefined;
  const { numbers } = fieldsOf(bytes);
  const seconds = numbers.get(1) ?? 0;
  const nanos = numbers.get(2) ?? 0;
  if (Math.abs(seconds) > LAST_SECOND || nanos < 0 || nanos >= 1e9) throw new WireError("Time.MarshalJSON: year outside of range [0,9999]");
  return print(new Date(seconds * 1000).toISOString(), nanos);
}

function json(raw: string): unknown {
  if (raw === "") return null;
  try {
    return JSON.parse(raw);
  } catch {
    throw new WireError("couldn't get version/kind; json parse error");
  }
}

function fieldsOf(bytes: Uint8Array): { readonly numbers: ReadonlyMap<number, number>; readonly texts: ReadonlyMap<number, Uint8Array> } {
  const numbers = new Map<number, number>();
  const texts = new Map<number, Uint8Array>();
  const reader = new Reader(bytes);
  while (!reader.isAtEnd()) {
    const { number, wire } = reader.tag();
    if (wire === WIRE_VARINT) numbers.set(number, reader.numberOf("", wire));
    else if (wire === WIRE_BYTES) texts.set(number, reader.bytes());
    else reader.skip(wire);
  }
  return { numbers, texts };
}

function text(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
