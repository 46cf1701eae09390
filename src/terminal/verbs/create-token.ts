import { NODES, PODS, SECRETS, SERVICEACCOUNTS } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import { namespaceOf } from "../kubectl/resources.ts";
import type { Arguments, Flag, Verb } from "../kubectl/verb.ts";
import { objectPrinter } from "../print/object-printer.ts";
import { print, send } from "../process.ts";

/** `kubectl create token ACCOUNT`: prints the token alone, without a new line. Source: kubectl pkg/cmd/create/create_token.go (1.36) */
export const createToken: Verb = {
  name: "create token",
  flags: [
    COMMON_FLAGS.output,
    { name: "template", type: "string" }, { name: "show-managed-fields", type: "bool" }, { name: "allow-missing-template-keys", type: "bool" },
    { name: "audience", type: "strings" },
    { name: "duration", type: "duration" },
    ...["bound-object-kind", "bound-object-name", "bound-object-uid"].map((name): Flag => ({ name, type: "string" })),
  ],
  places: [],
  *run(args, context) {
    const name = accountOf(args);
    const boundObjectRef = boundObjectOf(args);
    const durationMs = args.number("duration") ?? 0;
    if (durationMs < 0) fail("--duration must be greater than or equal to 0");
    const output = args.text("output");
    const printer = output ? objectPrinter(output, { template: args.text("template"), showManagedFields: args.is("show-managed-fields") }) : undefined;
    const body = {
      apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest",
      spec: { audiences: args.texts("audience"), ...(durationMs > 0 ? { expirationSeconds: Math.trunc(durationMs / 1000) } : {}), ...(boundObjectRef ? { boundObjectRef } : {}) },
    };
    const namespace = namespaceOf(args, context);
    const response = yield* send<KubeObject & { readonly status: { readonly token: string } }>({
      verb: "create", resource: SERVICEACCOUNTS.key, name, subresource: "token", body, ...(namespace === undefined ? {} : { namespace }),
    });
    if (!response.ok) return fail(`failed to create token: ${response.status.message ?? ""}`);
    yield* print(printer ? printer(response.body) : response.body.status.token);
    return 0;
  },
};

function accountOf({ words }: Arguments): string {
  if (words.length !== 1) fail(`exactly one NAME is required, got ${words.length}\nSee 'kubectl create token -h' for help and examples`);
  return words[0] || fail("service account name is required");
}

const KINDS = [NODES, PODS, SECRETS];

function boundObjectOf(args: Arguments): object | undefined {
  const [kind, name, uid] = ["kind", "name", "uid"].map((part) => args.text(`bound-object-${part}`));
  if (!kind) {
    if (name) fail("--bound-object-name can only be set if --bound-object-kind is provided");
    if (uid) fail("--bound-object-uid can only be set if --bound-object-kind is provided");
    return undefined;
  }
  if (!KINDS.some((known) => known.kind === kind)) fail(`supported --bound-object-kind values are ${KINDS.map((known) => known.kind).sort().join(", ")}`);
  if (!name) fail("--bound-object-name is required if --bound-object-kind is provided");
  return { kind, apiVersion: "v1", name, ...(uid ? { uid } : {}) };
}
