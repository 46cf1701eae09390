const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

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
