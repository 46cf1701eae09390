import { utf8Bytes } from "./utf8.ts";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A text's UTF-8 bytes in base64. The pure rooms have no encoder to call. */
export function base64OfText(text: string): string {
  const bytes = [...utf8Bytes(text)];
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out += DIGITS[bits >> 18]! + DIGITS[(bits >> 12) & 63]! + (b === undefined ? "=" : DIGITS[(bits >> 6) & 63]!) + (c === undefined ? "=" : DIGITS[bits & 63]!);
  }
  return out;
}

/** The UTF-8 text in base64; what is no base64 is skipped. The pure rooms have no decoder to call. */
export function textOfBase64(encoded: string): string {
  const bytes: string[] = [];
  let bits = 0;
  let count = 0;
  for (const char of encoded) {
    const digit = DIGITS.indexOf(char);
    if (digit < 0) continue;
    bits = (bits << 6) | digit;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push(`%${((bits >> count) & 255).toString(16).padStart(2, "0")}`);
    bits &= (1 << count) - 1;
  }
  try {
    return decodeURIComponent(bytes.join(""));
  } catch {
    // Bytes that are no UTF-8, a key or an archive: nothing here reads them.
    return "";
  }
}
