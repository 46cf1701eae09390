import { MESSAGES } from "./messages.generated.ts";

/** Fields of a message by their numbers. */
export type Message = ReadonlyMap<number, Field>;

export interface Field {
  /** As JSON has it; "" for an embedded message. */
  readonly name: string;
  readonly type: FieldType;
  /** "", 0 and false are left out. */
  readonly omitsZero: boolean;
}

export type FieldType =
  | ValueType
  | { readonly kind: "list"; readonly of: ValueType }
  | { readonly kind: "map"; readonly of: ValueType }
  | { readonly kind: "embedded"; readonly message: () => Message };

export type ValueType =
  | { readonly kind: "scalar"; readonly code: "s" | "b" | "i" }
  | { readonly kind: "special"; readonly code: SpecialCode }
  | { readonly kind: "message"; readonly message: () => Message }
  | { readonly kind: "wrapped"; readonly of: ValueType };

/** Types with a form of their own: bytes, Quantity, IntOrString, Time, MicroTime, RawExtension, FieldsV1. */
export type SpecialCode = "y" | "q" | "x" | "t" | "u" | "r" | "f";

/** Go's package of a group, where it is not the group's first word. */
const PACKAGES: Readonly<Record<string, string>> = { "rbac.authorization.k8s.io": "rbac" };

/** Kinds of apimachinery, which are sent in every group version. */
const SHARED = ["DeleteOptions"];

/** Messages already read from the text of the table. */
const READ = new Map<string, Message>();

/** The message of a kind; undefined for kinds that have no protobuf here: of definitions, and of groups nobody creates. */
export function messageOf(apiVersion: string, kind: string): Message | undefined {
  const [group = "", version] = apiVersion.includes("/") ? apiVersion.split("/") : ["core", apiVersion];
  const name = SHARED.includes(kind) ? `meta/${kind}` : `${PACKAGES[group] ?? group.split(".")[0]}/${version}/${kind}`;
  return Object.hasOwn(MESSAGES, name) ? message(name) : undefined;
}

function message(name: string): Message {
  const read = READ.get(name) ?? new Map((MESSAGES[name] ?? "").split(" ").filter(Boolean).map(readField));
  READ.set(name, read);
  return read;
}

/** `2=spec:apps/v1/DaemonSetSpec`. */
function readField(text: string): [number, Field] {
  const [, number = "", name = "", type = "", zero] = /^(\d+)=([^:]*):(.*?)(\?)?$/.exec(text) ?? [];
  return [Number(number), { name, type: readType(type), omitsZero: zero !== undefined }];
}

function readType(text: string): FieldType {
  if (text.startsWith("[]")) return { kind: "list", of: readValueType(text.slice(2)) };
  if (text.startsWith("{}")) return { kind: "map", of: readValueType(text.slice(2)) };
  if (text.startsWith("<")) return { kind: "embedded", message: () => message(text.slice(1)) };
  return readValueType(text);
}

function readValueType(text: string): ValueType {
  if (text.startsWith("L[]")) return { kind: "wrapped", of: readValueType(text.slice(3)) };
  if (text === "s" || text === "b" || text === "i") return { kind: "scalar", code: text };
  if (text.length === 1) return { kind: "special", code: text as SpecialCode };
  return { kind: "message", message: () => message(text) };
}
