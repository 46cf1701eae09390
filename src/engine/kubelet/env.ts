/** Variables of a container by name. */
export type Environment = Readonly<Record<string, string>>;

/** One source of `envFrom`: all entries of a ConfigMap or Secret, each name with the prefix before it. */
export interface EnvFromData {
  readonly prefix?: string;
  readonly data: Environment;
}

/** One entry of `env`: a text with references, or what a `valueFrom` came to. Neither: empty text. */
export interface EnvEntry {
  readonly name: string;
  readonly value?: string;
  /** The outcome of a valueFrom; taken as it is, without looking for references. */
  readonly resolved?: string;
}

/** What the API server lets a variable be called: printable ASCII but `=`. */
const NAME = /^[ -<>-~]+$/;

/**
 * The container's own variables: envFrom in order, then env in order; later ones win. A value sees what is already
 * there (envFrom, earlier entries) and the variables of services.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go makeEnvironmentVariables (1.36)
 */
export function buildEnvironment(envFrom: readonly EnvFromData[], env: readonly EnvEntry[], services: Environment = {}): Environment {
  const own: Record<string, string> = {};
  for (const { prefix = "", data } of envFrom) {
    for (const [key, value] of Object.entries(data)) if (NAME.test(prefix + key)) own[prefix + key] = value;
  }
  for (const { name, value, resolved } of env) {
    own[name] = resolved ?? expand(value ?? "", (known) => (Object.hasOwn(own, known) ? own[known] : services[known]));
  }
  return own;
}

/**
 * Text with `$(NAME)` replaced by the variable; an unknown one stays as it is written. `$$` is one `$` and hides what
 * follows; `$NAME` and an open `$(` are plain text. What is put in is not looked at again.
 * Source: kubernetes third_party/forked/golang/expansion/expand.go (1.36)
 */
export function expand(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name: string | undefined) => {
    if (name === undefined) return "$";
    return lookUp(name) ?? whole;
  });
}
