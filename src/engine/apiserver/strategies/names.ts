/**
 * Syntax of names, with the API's own error texts. Empty list: valid.
 * Source: kubernetes apimachinery pkg/util/validation/validation.go (1.36)
 */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const DNS_1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

const DNS_1035_ERROR = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const LABEL_ERROR = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN_ERROR = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/** Names of most objects. */
export function subdomainErrors(name: string): readonly string[] {
  return errorsOf(name, 253, SUBDOMAIN, SUBDOMAIN_ERROR);
}

/** Names of namespaces, containers and volumes, and host names. */
export function dnsLabelErrors(name: string): readonly string[] {
  return errorsOf(name, 63, LABEL, LABEL_ERROR);
}

/** Names of Services: they become labels of DNS, which may not begin with a digit. */
export function dns1035Errors(name: string): readonly string[] {
  return errorsOf(name, 63, DNS_1035_LABEL, DNS_1035_ERROR);
}

/** Names of container ports (IANA service names). */
export function portNameErrors(name: string): readonly string[] {
  const errors: string[] = [];
  if (name.length > 15) errors.push("must be no more than 15 characters");
  if (!/^[-a-z0-9]+$/.test(name)) errors.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  if (!/[a-z]/.test(name)) errors.push("must contain at least one letter (a-z)");
  if (name.includes("--")) errors.push("must not contain consecutive hyphens");
  if (name.startsWith("-") || name.endsWith("-")) errors.push("must not begin or end with a hyphen");
  return errors;
}

/** Names of environment variables: anything printable but `=`. */
export function envNameErrors(name: string): readonly string[] {
  if (/^[ -<>-~]+$/.test(name)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** The base of a generated name may end where a name may not: with `-` or `.`, as more follows. */
export function withoutLastDash(base: string): string {
  return base.length > 1 && base.endsWith("-") ? `${base.slice(0, -2)}a` : base;
}

function errorsOf(name: string, max: number, shape: RegExp, text: string): readonly string[] {
  const errors: string[] = [];
  if (name.length > max) errors.push(`must be no more than ${max} characters`);
  if (!shape.test(name)) errors.push(text);
  return errors;
}
