const LN2 = 0.6931471805599453;
/** Enough for the last bit with |t| <= 1/3. */
const LAST_POWER = 39;

/**
 * The natural logarithm, of plain arithmetic only: the built-in one may differ in the last digit between browsers.
 * @param x 1 or more
 */
export function naturalLog(x: number): number {
  let mantissa = x;
  let twos = 0;
  while (mantissa >= 2) {
    mantissa /= 2;
    twos++;
  }
  // ln m = 2 artanh((m - 1) / (m + 1))
  const t = (mantissa - 1) / (mantissa + 1);
  let sum = 0;
  for (let power = LAST_POWER; power >= 1; power -= 2) sum = sum * t * t + 1 / power;
  return twos * LN2 + 2 * t * sum;
}
