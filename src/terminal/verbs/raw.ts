import type { Status } from "../../api/status.ts";
import { fail, serverErrorText } from "../kubectl/errors.ts";
import { KubectlError, type Arguments, type Flag, type KubectlContext, type Process } from "../kubectl/verb.ts";
import { requireFiles } from "../manifest-files.ts";
import { resolvePath } from "../files.ts";
import { http, print, wholeInput, type HttpAsked } from "../process.ts";

/** `--raw`: a path of the API, as it is. */
export const RAW_FLAG: Flag = { name: "raw", type: "string" };

/** `kubectl get --raw PATH`. Source: kubectl pkg/cmd/get/get.go Validate, pkg/rawhttp/raw.go (1.36) */
export function* getRaw(args: Arguments): Process {
  if (args.words.length > 0) fail("arguments may not be passed when --raw is specified");
  if (args.is("watch") || args.is("watch-only") || args.text("selector")) fail("--raw may not be specified with other flags that filter the server request or alter the output");
  return yield* ask("GET", args, undefined);
}

/** `--raw` of `create` and `replace`, whose body is a file. */
export function* sendRawFile(method: "POST" | "PUT", args: Arguments, context: KubectlContext): Process {
  requireFiles(args);
  const [name = "", ...others] = args.texts("filename");
  if (others.length > 0) fail("--raw can only use a single local file or stdin");
  const text = name === "-" ? yield* wholeInput() : context.files.read(resolvePath(context.cwd, name));
  return yield* ask(method, args, text ?? fail(`open ${name}: no such file or directory`));
}

export function* deleteRaw(args: Arguments): Process {
  return yield* ask("DELETE", args, undefined);
}

function* ask(method: HttpAsked["method"], args: Arguments, body: string | undefined): Process {
  if (args.text("output")) fail("--raw and --output are mutually exclusive");
  const target = args.text("raw") ?? "";
  if (!target.startsWith("/")) fail(`--raw must be a valid URL path: parse ${JSON.stringify(target)}: invalid URI for request`);
  const answered = yield* http({ method, target, ...(body === undefined ? {} : { body }) });
  if (answered.status >= 400) throw new KubectlError(serverErrorText(statusOf(answered.body)));
  yield* print(answered.body);
  return 0;
}

/** What is no Status, client-go takes for one that says nothing. Source: client-go rest/request.go newUnstructuredResponseError */
function statusOf(body: string): Status {
  const nothing: Status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", reason: "NotFound", code: 404, message: "the server could not find the requested resource" };
  try {
    const status = JSON.parse(body) as Partial<Status> | null;
    return status?.kind === "Status" ? (status as Status) : nothing;
  } catch {
    return nothing;
  }
}
