/**
 * Syntax of label keys and values, with the API's own error texts. Empty list: valid.
 * Source: kubernetes apimachinery pkg/util/validation/validation.go, pkg/api/validate/content (1.36)
 */
const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const CHARACTERS = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const NAME_EXAMPLE = "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const NAME_ERROR = `${CHARACTERS} ${NAME_EXAMPLE}`;
const SUBDOMAIN_ERROR = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const VALUE_ERROR = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;

/** For keys of labels and taints and for names of extended resources. */
export function qualifiedNameErrors(key: string): readonly string[] {
  const parts = key.split("/");
  if (parts.length > 2) {
    return [`a valid label key ${NAME_ERROR} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const prefix = parts.length === 2 ? prefixErrors(parts[0] ?? "") : [];
  return [...prefix, ...nameErrors(parts[parts.length - 1] ?? "")];
}

export function labelValueErrors(value: string): readonly string[] {
  const errors: string[] = [];
  if (value.length > 63) errors.push("must be no more than 63 bytes");
  if (value !== "" && !NAME.test(value)) errors.push(VALUE_ERROR);
  return errors;
}

function nameErrors(name: string): readonly string[] {
  if (name === "") return ["name part must be non-empty", `name part ${NAME_ERROR}`];
  const errors: string[] = [];
  if (name.length > 63) errors.push("name part must be no more than 63 bytes");
  if (!NAME.test(name)) errors.push(`name part ${NAME_ERROR}`);
  return errors;
}

function prefixErrors(prefix: string): readonly string[] {
  if (prefix === "") return ["prefix part must be non-empty"];
  const errors: string[] = [];
  if (prefix.length > 253) errors.push("prefix part must be no more than 253 bytes");
  if (!SUBDOMAIN.test(prefix)) errors.push(`prefix part ${SUBDOMAIN_ERROR}`);
  return errors;
}
