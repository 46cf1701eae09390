import type { Schema } from "../../api/openapi/schemas.ts";
import type { DocumentV2, OperationV2, ParameterV2, PathItemV2 } from "./document-v2.ts";

/** What a message is made of; nested arrays are written one after the other. */
type Bytes = Uint8Array | readonly Bytes[];

const ENCODER = new TextEncoder();
const METHOD_FIELDS = { get: 2, put: 3, post: 4, delete: 5, patch: 8 } as const;

/**
 * An OpenAPI v2 document as protobuf, the only form in which kubectl reads it.
 * Source: gnostic openapiv2/OpenAPIv2.proto; numbers of fields are its
 */
export function openApiV2Protobuf({ swagger, info, paths, definitions }: DocumentV2): Uint8Array {
  return joined([
    text(1, swagger),
    message(2, [text(1, info.title), text(2, info.version)]),
    message(8, Object.entries(paths).map(([path, item]) => named(2, path, pathItem(item)))),
    message(9, Object.entries(definitions).map(([name, definition]) => named(1, name, schema(definition)))),
  ]);
}

function pathItem(item: PathItemV2): Bytes {
  const methods = (Object.keys(METHOD_FIELDS) as (keyof typeof METHOD_FIELDS)[]).flatMap((method) => {
    const found = item[method];
    return found ? [message(METHOD_FIELDS[method], operation(found))] : [];
  });
  return [...methods, item.parameters.map((p) => message(9, parametersItem(p)))];
}

function operation({ produces, consumes, parameters, responses, ...others }: OperationV2): Bytes {
  return [
    produces.map((media) => text(6, media)),
    consumes.map((media) => text(7, media)),
    parameters.map((p) => message(8, parametersItem(p))),
    // Responses > NamedResponseValue > ResponseValue > Response; its schema is a SchemaItem.
    message(9, Object.entries(responses).map(([code, r]) => named(1, code, message(1, [text(1, r.description), message(2, message(1, schema(r.schema)))])))),
    extensions(13, others),
  ];
}

/** ParametersItem > Parameter > BodyParameter, or NonBodyParameter > that of a query or a path. */
function parametersItem({ name, in: place, required, type, uniqueItems, schema: body }: ParameterV2): Bytes {
  if (place === "body") return message(1, message(1, [text(2, name), text(3, place), flag(4, required), message(5, schema(body ?? {}))]));
  const common = [flag(1, required), text(2, place), text(4, name)];
  const inQuery = [...common, text(6, type ?? ""), flag(20, uniqueItems)];
  const inPath = [...common, text(5, type ?? ""), flag(19, uniqueItems)];
  return message(1, message(2, place === "query" ? message(3, inQuery) : message(4, inPath)));
}

function schema(of: Schema): Bytes {
  const { $ref, format, description, required, enum: values, additionalProperties, type, items, properties } = of as {
    readonly $ref?: string; readonly format?: string; readonly description?: string; readonly required?: readonly string[]; readonly enum?: readonly string[];
    readonly additionalProperties?: Schema; readonly type?: string; readonly items?: Schema; readonly properties?: Readonly<Record<string, Schema>>;
  };
  return [
    $ref ? text(1, $ref) : [],
    format ? text(2, format) : [],
    description ? text(4, description) : [],
    (required ?? []).map((name) => text(19, name)),
    (values ?? []).map((value) => message(20, yaml(value))),
    additionalProperties ? message(21, message(1, schema(additionalProperties))) : [],
    type ? message(22, text(1, type)) : [],
    items ? message(23, message(1, schema(items))) : [],
    properties ? message(25, Object.entries(properties).map(([name, field]) => named(1, name, schema(field)))) : [],
    extensions(31, of),
  ];
}

/** Members that begin with `x-`, each a NamedAny. */
function extensions(field: number, of: object): Bytes {
  return Object.entries(of).filter(([name]) => name.startsWith("x-")).map(([name, value]) => named(field, name, yaml(value)));
}

/** An Any. JSON is YAML. */
function yaml(value: unknown): Bytes {
  return text(2, `${JSON.stringify(value)}\n`);
}

/** An entry of a map: 1 its name, 2 its value. */
function named(field: number, name: string, value: Bytes): Bytes {
  return message(field, [text(1, name), message(2, value)]);
}

function text(field: number, value: string): Bytes {
  return lengthDelimited(field, ENCODER.encode(value));
}

function message(field: number, content: Bytes): Bytes {
  return lengthDelimited(field, joined(content));
}

function flag(field: number, value: boolean | undefined): Bytes {
  return value ? Uint8Array.from([...varint(field << 3), 1]) : [];
}

function lengthDelimited(field: number, content: Uint8Array): Bytes {
  return [Uint8Array.from([...varint((field << 3) | 2), ...varint(content.length)]), content];
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function joined(content: Bytes): Uint8Array {
  const parts = flat(content);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function flat(content: Bytes): readonly Uint8Array[] {
  return content instanceof Uint8Array ? [content] : content.flatMap(flat);
}
