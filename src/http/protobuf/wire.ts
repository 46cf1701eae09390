/** Wire types of protobuf: the low three bits of a tag. */
export const WIRE_VARINT = 0;
export const WIRE_BYTES = 2;
const WIRE_FIXED64 = 1;
const WIRE_FIXED32 = 5;

/** Why bytes are no protobuf message, in the words of the decoders that Go generates. */
export class WireError extends Error {}

/**
 * Reads one message from its first byte to its last. Every method moves forward or throws a WireError; none copies
 * more than it returns.
 * Source: gogo/protobuf, generated Unmarshal functions
 */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  tag(): { readonly number: number; readonly wire: number } {
    const value = Number(BigInt.asUintN(64, this.#varint()));
    // Not by bit operators: they know only 32 bits.
    const number = Math.floor(value / 8);
    if (number <= 0 || number > 0x1fff_ffff) throw new WireError(`proto: illegal tag ${number} (wire type ${value % 8})`);
    return { number, wire: value % 8 };
  }

  bytes(): Uint8Array {
    const length = Number(BigInt.asIntN(64, this.#varint()));
    if (length < 0) throw new WireError("proto: negative length found during unmarshaling");
    return this.#take(length);
  }

  /** The value of a length-delimited field. */
  bytesOf(name: string, wire: number): Uint8Array {
    expectWire(name, wire, WIRE_BYTES);
    return this.bytes();
  }

  textOf(name: string, wire: number): string {
    return new TextDecoder().decode(this.bytesOf(name, wire));
  }

  /** A signed number; above 2^53 it loses digits, as numbers of JSON do here. */
  numberOf(name: string, wire: number): number {
    expectWire(name, wire, WIRE_VARINT);
    return Number(BigInt.asIntN(64, this.#varint()));
  }

  /** Steps over a field that nobody knows. Groups, which no Kubernetes type has, are refused: they could nest without end. */
  skip(wire: number): void {
    switch (wire) {
      case WIRE_VARINT:
        this.#varint();
        return;
      case WIRE_FIXED64:
        this.#take(8);
        return;
      case WIRE_BYTES:
        this.bytes();
        return;
      case WIRE_FIXED32:
        this.#take(4);
        return;
      default:
        throw new WireError(`proto: illegal wireType ${wire}`);
    }
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new WireError("unexpected EOF");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new WireError("proto: integer overflow");
  }

  #take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new WireError("unexpected EOF");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

function expectWire(name: string, wire: number, wanted: number): void {
  if (wire !== wanted) throw new WireError(`proto: wrong wireType = ${wire} for field ${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}
