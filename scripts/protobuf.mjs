/**
 * Writes src/http/protobuf/messages.generated.ts: numbers and types of the fields of the kinds that clients send as
 * protobuf. The source is kubectl itself: Go keeps the struct tags of the API's types in the binary, and each says
 * `protobuf:"bytes,2,opt,name=spec"`. Run it again for a new kubectl:
 *
 *   node scripts/protobuf.mjs $(node scripts/kubectl.mjs)
 *
 * Form of the result: a section for each Go package, in it one string a message: fields separated by spaces, each
 * `number=name:type`.
 *   s string · b bool · i integer · y []byte · q Quantity · x IntOrString · t Time · u MicroTime · r RawExtension ·
 *   f FieldsV1 · section/Name a message · []T a list · {}T a map with string keys · L[]T a list in a message of its own ·
 *   <T an embedded message, whose fields are written as if they were the outer one's
 * A type that ends with `?` is left out when it is "", 0 or false (Go's omitempty on a field that is no pointer).
 * Source: go src/internal/abi/type.go (layout of types in a binary, Go 1.26)
 */
import { readFileSync, writeFileSync } from "node:fs";

const API = "k8s.io/api/";
const META = "k8s.io/apimachinery/pkg/apis/meta/v1";
const ROOTS = {
  "core/v1": [
    "Pod", "Node", "Namespace", "Event", "Service", "ConfigMap", "Secret", "ServiceAccount", "PersistentVolumeClaim", "PersistentVolume",
    "ReplicationController", "Endpoints", "LimitRange", "ResourceQuota", "Binding",
  ],
  "apps/v1": ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet", "ControllerRevision"],
  "batch/v1": ["Job", "CronJob"],
  "policy/v1": ["PodDisruptionBudget", "Eviction"],
  "autoscaling/v1": ["Scale", "HorizontalPodAutoscaler"],
  "autoscaling/v2": ["HorizontalPodAutoscaler"],
  "rbac/v1": ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"],
  "scheduling/v1": ["PriorityClass"],
  "coordination/v1": ["Lease"],
  "networking/v1": ["NetworkPolicy", "Ingress"],
  "discovery/v1": ["EndpointSlice"],
  "storage/v1": ["StorageClass", "CSIDriver"],
  "authorization/v1": ["SelfSubjectAccessReview", "SelfSubjectRulesReview"],
  "authentication/v1": ["SelfSubjectReview", "TokenRequest"],
  meta: ["DeleteOptions"],
};
/** Types that have a form of their own on the wire. */
const SPECIAL = {
  "k8s.io/apimachinery/pkg/api/resource.Quantity": "q",
  "k8s.io/apimachinery/pkg/util/intstr.IntOrString": "x",
  "k8s.io/apimachinery/pkg/runtime.RawExtension": "r",
  [`${META}.Time`]: "t",
  [`${META}.MicroTime`]: "u",
  [`${META}.FieldsV1`]: "f",
};
/** Go's kinds of types, as numbers in the binary. */
const KIND = { bool: 1, ints: [2, 3, 4, 5, 6, 8, 9, 10], uint8: 8, map: 21, pointer: 22, slice: 23, string: 24, struct: 25 };

const path = process.argv[2];
if (!path) throw new Error("which kubectl? node scripts/protobuf.mjs $(node scripts/kubectl.mjs)");
const elf = readFileSync(path);
const sections = readSections();
const types = sections.find((s) => s.name === ".rodata").address;
const structs = readStructs();
const messages = new Map();
for (const [section, names] of Object.entries(ROOTS)) for (const name of names) addMessage(packageOf(section), name);

const byName = ([a], [b]) => (a < b ? -1 : 1);
writeFileSync("src/http/protobuf/messages.generated.ts", [
  "/** Protobuf of the API of Kubernetes 1.36. Written by scripts/protobuf.mjs, which explains the form. Do not edit. */",
  "export const MESSAGES: Readonly<Record<string, string>> = {",
  ...[...messages].sort(byName).map(([name, fields]) => `  ${JSON.stringify(name)}: ${JSON.stringify(fields)},`),
  "};",
  "",
].join("\n"));

function packageOf(section) {
  return section === "meta" ? META : API + section;
}

function messageName(pkg, name) {
  return `${pkg === META ? "meta" : pkg.slice(API.length)}/${name}`;
}

function addMessage(pkg, name) {
  const key = messageName(pkg, name);
  if (messages.has(key)) return key;
  messages.set(key, "");
  const fields = structs.get(`${pkg}.${name}`);
  if (!fields) throw new Error(`${pkg}.${name} is not in ${path}`);
  messages.set(key, fields().flatMap((field) => fieldText(field) ?? []).join(" "));
  return key;
}

function fieldText({ tag, type }) {
  const number = /protobuf:"\w+,(\d+),/.exec(tag)?.[1];
  if (!number) return undefined; // apiVersion and kind travel outside of the message
  const [name, ...options] = /json:"([^"]*)"/.exec(tag)[1].split(",");
  if (name === "") return `${number}=:<${typeCode(type)}`;
  const code = typeCode(type);
  return `${number}=${name}:${code}${/^[sbi]$/.test(code) && options.includes("omitempty") && kindOf(type) !== KIND.pointer ? "?" : ""}`;
}

function typeCode(type) {
  const kind = kindOf(type);
  if (kind === KIND.bool) return "b";
  if (kind === KIND.string) return "s";
  if (KIND.ints.includes(kind)) return "i";
  if (kind === KIND.pointer) return typeCode(pointerAt(type + 48));
  if (kind === KIND.map) return `{}${typeCode(pointerAt(type + 56))}`;
  if (kind === KIND.slice) {
    const element = pointerAt(type + 48);
    if (kindOf(element) === KIND.uint8) return "y";
    return `${nameOfType(type).endsWith(".ExtraValue") ? "L" : ""}[]${typeCode(element)}`;
  }
  if (kind === KIND.struct) {
    const [pkg, name] = [packageOfType(type), nameOfType(type).split(".").pop()];
    return SPECIAL[`${pkg}.${name}`] ?? addMessage(pkg, name);
  }
  throw new Error(`${nameOfType(type)}: kind ${kind}`);
}

/** Every struct that a pointer, list or map of the binary leads to, by package and name; its fields are read when asked for. */
function readStructs() {
  const found = new Map();
  const seen = new Set();
  const links = sections.find((s) => s.name === ".typelink");
  const queue = [];
  for (let at = 0; at < links.size; at += 4) queue.push(types + elf.readInt32LE(links.offset + at));
  for (let type = queue.pop(); type !== undefined; type = queue.pop()) {
    if (seen.has(type)) continue;
    seen.add(type);
    const kind = kindOf(type);
    if (kind === KIND.pointer || kind === KIND.slice) queue.push(pointerAt(type + 48));
    if (kind === KIND.map) queue.push(pointerAt(type + 56));
    if (kind === KIND.struct && hasPackage(type)) {
      found.set(`${packageOfType(type)}.${nameOfType(type).split(".").pop()}`, () => fieldsOf(type));
      queue.push(...fieldsOf(type).map((field) => field.type));
    }
  }
  return found;
}

function fieldsOf(type) {
  const [list, count] = [pointerAt(type + 56), pointerAt(type + 64)];
  return Array.from({ length: count }, (_, i) => ({ ...nameAt(pointerAt(list + 24 * i)), type: pointerAt(list + 24 * i + 8) }));
}

// A type begins: size, pointer bytes, hash, flags (at 20), alignments, kind (at 23), two pointers, name (at 40).
function kindOf(type) {
  return elf[offsetOf(type) + 23] & 31;
}

function hasPackage(type) {
  return (elf[offsetOf(type) + 20] & 1) !== 0;
}

function nameOfType(type) {
  const { name } = nameAt(types + elf.readInt32LE(offsetOf(type) + 40));
  return (elf[offsetOf(type) + 20] & 2) !== 0 ? name.slice(1) : name;
}

/** Of a struct: its package stands behind its 80 bytes. */
function packageOfType(type) {
  return nameAt(types + elf.readInt32LE(offsetOf(type) + 80)).name;
}

/** A name: flags, length, text and, if the second flag is set, the tag the same way. */
function nameAt(address) {
  let at = offsetOf(address);
  const flags = elf[at++];
  const text = () => {
    let [length, shift] = [0, 0];
    for (;;) {
      const byte = elf[at++];
      length |= (byte & 127) << shift;
      if (byte < 128) break;
      shift += 7;
    }
    at += length;
    return elf.toString("utf8", at - length, at);
  };
  const name = text();
  return { name, tag: (flags & 2) !== 0 ? text() : "" };
}

function pointerAt(address) {
  return Number(elf.readBigUInt64LE(offsetOf(address)));
}

function offsetOf(address) {
  const section = sections.find((s) => address >= s.address && address < s.address + s.size);
  if (!section) throw new Error(`no section at ${address.toString(16)}`);
  return section.offset + address - section.address;
}

function readSections() {
  const [start, size, count, names] = [Number(elf.readBigUInt64LE(0x28)), elf.readUInt16LE(0x3a), elf.readUInt16LE(0x3c), elf.readUInt16LE(0x3e)];
  const rows = Array.from({ length: count }, (_, i) => start + size * i).map((at) => ({
    label: elf.readUInt32LE(at),
    address: Number(elf.readBigUInt64LE(at + 16)),
    offset: Number(elf.readBigUInt64LE(at + 24)),
    size: Number(elf.readBigUInt64LE(at + 32)),
  }));
  const labels = rows[names].offset;
  return rows.map((row) => ({ ...row, name: elf.toString("latin1", labels + row.label, elf.indexOf(0, labels + row.label)) }));
}
