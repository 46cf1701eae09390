import { toYaml } from "../../api/to-yaml.ts";
import { lastApplied, lastAppliedText } from "../apply/last-applied.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import type { Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS } from "../manifest-files.ts";
import { jsonText } from "../print/go-text.ts";
import { print } from "../process.ts";
import { eachObject } from "./objects.ts";

/** `kubectl apply view-last-applied`. Source: kubectl pkg/cmd/apply/apply_view_last_applied.go (1.36) */
export const viewLastApplied: Verb = {
  name: "apply view-last-applied",
  flags: [COMMON_FLAGS.output, COMMON_FLAGS.selector, COMMON_FLAGS.all, ...FILE_FLAGS],
  places: ["type", "name"],
  *run(args, context) {
    const output = args.text("output") ?? "yaml";
    if (output !== "yaml" && output !== "json") fail(`Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
    yield* eachObject({ words: args.words, takesAll: true }, args, context, function* ({ object }) {
      if (lastAppliedText(object) === undefined) return;
      const last = lastApplied(object);
      yield* print(output === "yaml" ? toYaml(last) : jsonText(last, 2));
    });
    return 0;
  },
};
