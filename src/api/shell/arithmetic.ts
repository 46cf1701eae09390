interface Reader { readonly tokens: readonly string[]; at: number; depth: number; readonly variables: Map<string, string> }

const MAX_DEPTH = 20;
const MAX_TOKENS = 200;
const MAX_LENGTH = 1000;
/** Loosest first. */
const LEVELS: readonly (readonly string[])[] = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

/**
 * The value of what stands in `$((…))`, in whole numbers: the usual operators, variables with or without `$`, `i++`, `++i`,
 * `i+=2` and `i=2`. What makes no sense is 0.
 */
export function evaluate(expression: string, variables: Map<string, string>): number {
  if (expression.length > MAX_LENGTH) return 0;
  const [, name, operator, rest] = /^\s*([A-Za-z_]\w*)\s*([+\-*]?=)(?!=)(.*)$/s.exec(expression) ?? [];
  if (name !== undefined) {
    const value = evaluate(operator === "=" ? rest! : `${name} ${operator![0]} (${rest})`, variables);
    variables.set(name, String(value));
    return value;
  }
  const tokens = expression.match(/\+\+|--|&&|\|\||[=!<>]=|\$?\{?[A-Za-z_]\w*\}?|\d+|[-+*/%()<>!]/g) ?? [];
  if (tokens.length > MAX_TOKENS) return 0;
  return readLevel({ tokens, at: 0, depth: 0, variables }, 0);
}

function readLevel(r: Reader, level: number): number {
  const operators = LEVELS[level];
  if (!operators) return readUnary(r);
  let value = readLevel(r, level + 1);
  for (let operator = r.tokens[r.at]; operator !== undefined && operators.includes(operator); operator = r.tokens[r.at]) {
    r.at++;
    value = apply(operator, value, readLevel(r, level + 1));
  }
  return value;
}

function apply(operator: string, a: number, b: number): number {
  switch (operator) {
    case "+": return whole(a + b);
    case "-": return whole(a - b);
    case "*": return whole(a * b);
    case "/": return b === 0 ? 0 : Math.trunc(a / b);
    case "%": return b === 0 ? 0 : a % b;
    case "==": return Number(a === b);
    case "!=": return Number(a !== b);
    case "<": return Number(a < b);
    case "<=": return Number(a <= b);
    case ">": return Number(a > b);
    case ">=": return Number(a >= b);
    case "&&": return Number(a !== 0 && b !== 0);
    default: return Number(a !== 0 || b !== 0);
  }
}

/** A shell counts in 64 bits; beyond what is exact here nobody counts. */
function whole(value: number): number {
  return Number.isSafeInteger(value) ? value : 0;
}

function readUnary(r: Reader): number {
  const token = r.tokens[r.at++];
  if (token === undefined || ++r.depth > MAX_DEPTH) return 0;
  let value = 0;
  if (token === "-") value = -readUnary(r);
  else if (token === "+") value = readUnary(r);
  else if (token === "!") value = Number(readUnary(r) === 0);
  else if (token === "++" || token === "--") value = step(r, nameOf(r.tokens[r.at++] ?? ""), token);
  else if (token === "(") {
    value = readLevel(r, 0);
    if (r.tokens[r.at] === ")") r.at++;
  } else if (/^\d/.test(token)) value = whole(Number(token));
  else value = readVariable(r, nameOf(token));
  r.depth--;
  return value;
}

function readVariable(r: Reader, name: string): number {
  const value = whole(Number(r.variables.get(name) ?? 0) || 0);
  const next = r.tokens[r.at];
  if (next !== "++" && next !== "--") return value;
  r.at++;
  step(r, name, next);
  return value;
}

function step({ variables }: Reader, name: string, operator: "++" | "--"): number {
  const value = whole(Number(variables.get(name) ?? 0) || 0) + (operator === "++" ? 1 : -1);
  variables.set(name, String(value));
  return value;
}

function nameOf(token: string): string {
  return token.replace(/[${}]/g, "");
}
