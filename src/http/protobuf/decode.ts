import { messageOf, type Field, type Message, type ValueType } from "./messages.ts";
import { special } from "./special.ts";
import { Reader, WIRE_BYTES, WIRE_VARINT, WireError } from "./wire.ts";

export type DecodedBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** `k8s` and a zero: what every Kubernetes protobuf body begins with. */
const MAGIC = [0x6b, 0x38, 0x73, 0x00];

/**
 * A body of media type `application/vnd.kubernetes.protobuf` as the object its JSON would be. Typed clients send such
 * bodies even to a server that only offers JSON: kubectl for `create deployment` and the like, `auth can-i`, evictions.
 * Zero values that Go's JSON would leave out are left out here, so a decoded object equals the one sent as JSON.
 * @returns a failure, never a throw, for bytes that are no such body, with the text the API server would answer. The
 * work is bounded by the size of the input: every message is a part of the one around it, and is read once.
 * Source: apimachinery pkg/runtime/serializer/protobuf (1.36); fields by scripts/protobuf.mjs
 */
export function decodeProtobufBody(bytes: Uint8Array): DecodedBody {
  if (bytes.length === 0) return { ok: false, message: "empty data" };
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    return { ok: false, message: `provided data does not appear to be a protobuf message, expected prefix [${MAGIC.join(" ")}]` };
  }
  try {
    return decodeEnvelope(bytes.subarray(MAGIC.length));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { ok: false, message: error.message };
  }
}

/** runtime.Unknown: 1 type (1 apiVersion, 2 kind), 2 the message itself, 3 encoding and 4 media type of it. */
function decodeEnvelope(bytes: Uint8Array): DecodedBody {
  const outer = plainFields(bytes);
  const type = plainFields(outer.get(1) ?? new Uint8Array());
  const text = (field: number) => new TextDecoder().decode(type.get(field));
  const [apiVersion, kind] = [text(1), text(2)];
  if (!kind) return { ok: false, message: "Object 'Kind' is missing in ''" };
  const message = messageOf(apiVersion, kind);
  if (!message) {
    return { ok: false, message: `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"` };
  }
  const value = decodeMessage(outer.get(2) ?? new Uint8Array(), message);
  return { ok: true, value: { kind, apiVersion, ...value } };
}

/** The length-delimited fields of a message by number; of a repeated one the last. */
function plainFields(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  const reader = new Reader(bytes);
  while (!reader.isAtEnd()) {
    const { number, wire } = reader.tag();
    if (wire === WIRE_BYTES) fields.set(number, reader.bytes());
    else reader.skip(wire);
  }
  return fields;
}

function decodeMessage(bytes: Uint8Array, message: Message): Readonly<Record<string, unknown>> {
  // Entries, not assignments: a key named __proto__ must stay a key.
  const entries = new Map<string, unknown>();
  const reader = new Reader(bytes);
  while (!reader.isAtEnd()) {
    const { number, wire } = reader.tag();
    const field = message.get(number);
    if (field) addField(entries, field, reader, wire);
    else reader.skip(wire);
  }
  return Object.fromEntries([...entries].map(([name, value]) => [name, value instanceof Map ? Object.fromEntries(value) : value]));
}

function addField(entries: Map<string, unknown>, field: Field, reader: Reader, wire: number): void {
  const { type } = field;
  switch (type.kind) {
    case "list":
      return addElement(entries, field, type.of, reader, wire);
    case "map":
      return addEntry(entries, field, type.of, reader, wire);
    case "embedded": {
      for (const [name, value] of Object.entries(decodeMessage(reader.bytesOf(field.name, wire), type.message()))) entries.set(name, value);
      return undefined;
    }
    default: {
      const value = decodeValue(type, field.name, reader, wire);
      if (value === undefined || (field.omitsZero && (value === "" || value === 0 || value === false))) return undefined;
      entries.set(field.name, value);
    }
  }
}

function addElement(entries: Map<string, unknown>, field: Field, of: ValueType, reader: Reader, wire: number): void {
  const list = (entries.get(field.name) as unknown[] | undefined) ?? [];
  entries.set(field.name, list);
  // Numbers may come packed: many in one field.
  const isPacked = wire === WIRE_BYTES && of.kind === "scalar" && (of.code === "i" || of.code === "b");
  if (!isPacked) {
    list.push(decodeValue(of, field.name, reader, wire));
    return;
  }
  const inner = new Reader(reader.bytes());
  while (!inner.isAtEnd()) list.push(decodeValue(of, field.name, inner, WIRE_VARINT));
}

/** An entry of a map is a message: 1 key, 2 value. An absent one is empty. */
function addEntry(entries: Map<string, unknown>, field: Field, of: ValueType, reader: Reader, wire: number): void {
  const map = (entries.get(field.name) as Map<string, unknown> | undefined) ?? new Map<string, unknown>();
  entries.set(field.name, map);
  const entry = new Reader(reader.bytesOf(field.name, wire));
  let key = "";
  let value: unknown = emptyValue(of);
  while (!entry.isAtEnd()) {
    const { number, wire: inner } = entry.tag();
    if (number === 1) key = entry.textOf(field.name, inner);
    else if (number === 2) value = decodeValue(of, field.name, entry, inner);
    else entry.skip(inner);
  }
  map.set(key, value);
}

function decodeValue(type: ValueType, name: string, reader: Reader, wire: number): unknown {
  switch (type.kind) {
    case "scalar":
      if (type.code === "s") return reader.textOf(name, wire);
      return type.code === "b" ? reader.numberOf(name, wire) !== 0 : reader.numberOf(name, wire);
    case "special":
      return special(type.code, reader.bytesOf(name, wire));
    case "message":
      return decodeMessage(reader.bytesOf(name, wire), type.message());
    case "wrapped":
      return wrappedList(type.of, name, reader.bytesOf(name, wire));
  }
}

/** A list in a message of its own (1 items), as values of maps are when they are lists. */
function wrappedList(of: ValueType, name: string, bytes: Uint8Array): readonly unknown[] {
  const items: unknown[] = [];
  const reader = new Reader(bytes);
  while (!reader.isAtEnd()) {
    const { number, wire } = reader.tag();
    if (number === 1) items.push(decodeValue(of, name, reader, wire));
    else reader.skip(wire);
  }
  return items;
}

function emptyValue(type: ValueType): unknown {
  switch (type.kind) {
    case "scalar":
      return type.code === "s" ? "" : type.code === "b" ? false : 0;
    case "special":
      return special(type.code, new Uint8Array());
    case "message":
      return {};
    case "wrapped":
      return [];
  }
}
