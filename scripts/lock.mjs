// Checks that package-lock.json names the packages of every platform, not only of the one it was written on.
// npm leaves a platform package out if the registry did not have it at that moment; `npm ci` then fails for
// everybody on that platform ("Missing: ... from lock file").
import { readFileSync } from "node:fs";

const missing = missingFromLock(JSON.parse(readFileSync("package-lock.json", "utf8")).packages);
if (missing.length > 0) {
  console.error(`package-lock.json lacks platform packages:\n  ${missing.join("\n  ")}`);
  console.error("Pin the parent to a version whose platform packages are all published, then run npm install.");
  process.exitCode = 1;
} else {
  console.log("package-lock.json names the packages of every platform");
}

/**
 * Optional dependencies that the lock lacks.
 * @param {Record<string, { optionalDependencies?: Record<string, string> }>} packages the lock's `packages`
 * @returns {string[]} one `package -> missing` each
 */
function missingFromLock(packages) {
  const missing = [];
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      if (!isFound(packages, path, name)) missing.push(`${path} -> ${name}`);
    }
  }
  return missing;
}

// As Node looks it up: in the package's own node_modules, then in each folder above.
function isFound(packages, path, name) {
  for (let at = path; at; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (packages[`${at}/node_modules/${name}`]) return true;
  }
  return packages[`node_modules/${name}`] !== undefined;
}
