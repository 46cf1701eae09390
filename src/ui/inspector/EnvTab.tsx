import "../theme/env.css";
import "../theme/logs.css";
import { useEffect, useState } from "react";
import type { ExecResult, KubeRequest } from "../../api/request.ts";
import { get } from "../../api/request.ts";
import { CONFIGMAPS, PODS, SECRETS } from "../../api/resources.ts";
import type { Status } from "../../api/status.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { Pod } from "../../api/types/pod.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import { wishField } from "../editor/drafts.ts";
import { useTray } from "../hooks/use-mirror.ts";
import { useSession } from "../session-context.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { statusLine } from "../shell/StatusText.tsx";
import { select } from "../store.ts";
import type { Selection } from "../store.ts";
import { envGroups, fieldText, readEnv, wholeSources } from "./env-sources.ts";
import type { EnvGroup, EnvRow, KeysOf, WholeSource } from "./env-sources.ts";
import { Fact, Section } from "./Facts.tsx";
import { containerNames, defaultContainer, usePod, usePodRows } from "./pod-sources.ts";

/** What a running container finds in its environment, and from which field of which object each value came. */
export function EnvTab({ selection }: { readonly selection: Selection }) {
  const rows = usePodRows(selection);
  const [podUid, setPodUid] = useState("");
  const [container, setContainer] = useState("");
  const row = rows.find((r) => r.uid === podUid) ?? rows[0];
  const pod = usePod(row);
  const names = containerNames(pod);
  const current = names.includes(container) ? container : defaultContainer(pod);
  if (!row) return <p className="empty">{selection.kind === "Pod" ? "The pod is gone." : "There is no pod to look into."}</p>;
  return (
    <div className="env">
      {selection.kind === "Pod" && names.length < 2 ? null : (
        <div className="log-tools">
          {selection.kind === "Pod" ? null : (
            <select aria-label="Pod" value={row.uid} onChange={(e) => setPodUid(e.target.value)}>
              {rows.map((r) => <option key={r.uid} value={r.uid}>{r.name}{r.nodeName ? ` on ${r.nodeName}` : ""}</option>)}
            </select>
          )}
          {names.length > 1 ? <select aria-label="Container" value={current} onChange={(e) => setContainer(e.target.value)}>{names.map((n) => <option key={n}>{n}</option>)}</select> : null}
        </div>
      )}
      {pod && current ? <Environment key={`${pod.metadata.uid} ${current}`} pod={pod} container={current} /> : <p className="empty">Reading…</p>}
    </div>
  );
}

function Environment({ pod, container }: { readonly pod: Pod; readonly container: string }) {
  const answer = useExecEnv(pod, container);
  const keysOf = useKeys(pod, container);
  const groups = envGroups(pod, container, keysOf);
  const declared = new Set(groups.flatMap((g) => g.rows.map((r) => r.name)));
  const others = [...(answer.values ?? [])].filter(([name]) => !declared.has(name));
  const line = kubectlLine(["exec", pod.metadata.name, "-c", container, "--", "env"], pod.metadata.namespace);
  return (
    <>
      {answer.failure ? <p className="notice">{answer.failure} Values that the objects tell are shown all the same.</p> : null}
      {groups.length === 0 ? <p className="empty">The container declares no variables.</p> : (
        <div className="env-picture" role="group" aria-label={`Variables of container ${container}`}>
          <span className="env-container" aria-hidden="true">container {container}</span>
          {groups.map((g) => <Group key={g.title} group={g} pod={pod} values={answer.values} />)}
        </div>
      )}
      {others.length > 0 ? (
        <Section title="From the image and the kubelet">
          <dl>{others.map(([name, value]) => <Fact key={name} label={<span className="mono">{name}</span>} isMono>{value}</Fact>)}</dl>
        </Section>
      ) : null}
      <div className="command-line log-line"><pre>{line}</pre><CopyButton text={line} label="Copy the command" /></div>
    </>
  );
}

interface GroupProps {
  readonly group: EnvGroup;
  readonly pod: Pod;
  readonly values: ReadonlyMap<string, string> | undefined;
}

/** One object, and an arrow from each of its fields that is used to the variable that it becomes. */
function Group({ group, pod, values }: GroupProps) {
  return (
    <section className="env-group" aria-label={group.title}>
      <h3 className="env-object" title={group.title}>{group.title}</h3>
      {group.note ? <p className="muted">{group.note}</p> : null}
      {group.rows.map((row) => (
        <div key={row.name} className="env-row">
          <span className="env-source"><SourceField row={row} pod={pod} /></span>
          <span className="env-arrow" aria-hidden="true" />
          <span className="env-variable">
            <button type="button" className="link-button mono" title="Show where it is written" onClick={() => showInYaml(pod, row.path)}>{row.name}</button>
            <span className="mono env-value">{valueOf(row, pod, values) ?? <span className="muted">not known</span>}</span>
          </span>
        </div>
      ))}
    </section>
  );
}

function SourceField({ row, pod }: { readonly row: EnvRow; readonly pod: Pod }) {
  const { source } = row;
  switch (source.kind) {
    case "field":
    case "resource":
      return (
        <>
          <button type="button" className="link-button mono" title="Show this field in the pod's YAML" onClick={() => showInYaml(pod, source.path)}>{source.field}</button>
          {source.field === "spec.nodeName" || source.field.startsWith("status.hostIP") ? <NodeLink name={pod.spec.nodeName} /> : null}
        </>
      );
    case "ConfigMap":
    case "Secret":
      return <span className="mono">{source.key}</span>;
    case "literal":
      return <span className="muted">value</span>;
  }
}

/** The pod has it from its node. */
function NodeLink({ name }: { readonly name: string | undefined }) {
  const node = useTray(name ?? "")?.node;
  return node ? <span className="env-node">from <button type="button" className="link-button" onClick={() => select({ kind: "Node", name: node.name, uid: node.uid }, "why")}>Node {node.name}</button></span> : null;
}

function showInYaml(pod: Pod, path: string): void {
  const { name, namespace, uid } = pod.metadata;
  wishField(uid, path);
  select({ kind: "Pod", name, uid, ...(namespace ? { namespace } : {}) }, "yaml");
}

function valueOf({ name, source }: EnvRow, pod: Pod, values: ReadonlyMap<string, string> | undefined): string | undefined {
  return values?.get(name) ?? (source.kind === "field" ? fieldText(pod, source.path) : undefined);
}

/** What the whole objects of `envFrom` hold, read once for each container. Only the names: values are those that the container has. */
function useKeys(pod: Pod, container: string): KeysOf {
  const session = useSession();
  const [known, setKnown] = useState<ReadonlyMap<string, readonly string[] | null>>(new Map());
  const { namespace } = pod.metadata;
  const asked = JSON.stringify(wholeSources(pod, container).map(({ kind, name }) => ({ kind, name })));
  useEffect(() => {
    let isCurrent = true;
    for (const { kind, name } of JSON.parse(asked) as readonly Pick<WholeSource, "kind" | "name">[]) {
      const resource = kind === "Secret" ? SECRETS : CONFIGMAPS;
      session.link.send<KubeObject & { readonly data?: StringMap }>(get(resource, { name, ...(namespace ? { namespace } : {}) })).then(
        (response) => { if (isCurrent) setKnown((all) => new Map(all).set(`${kind} ${name}`, response.ok ? Object.keys(response.body.data ?? {}) : null)); },
        () => undefined, // A dead engine: its banner says so.
      );
    }
    return () => { isCurrent = false; };
  }, [session, namespace, asked]);
  return ({ kind, name }) => known.get(`${kind} ${name}`);
}

interface EnvAnswer {
  readonly values?: ReadonlyMap<string, string>;
  readonly failure?: string;
}

/** What `env` prints in the container; asked again after each restart, since variables are made when a container is. */
function useExecEnv(pod: Pod, container: string): EnvAnswer {
  const session = useSession();
  const [answer, setAnswer] = useState<EnvAnswer>({});
  const { name, namespace } = pod.metadata;
  const runs = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])].find((c) => c.name === container)?.containerID;
  useEffect(() => {
    let isCurrent = true;
    const request: KubeRequest = { verb: "create", resource: PODS.key, name, ...(namespace ? { namespace } : {}), subresource: "exec", body: { command: ["env"], container } };
    session.link.send<ExecResult>(request).then(
      (response) => { if (isCurrent) setAnswer(response.ok ? answerOf(response.body) : { failure: failureText(response.status) }); },
      () => undefined, // A dead engine: its banner says so.
    );
    return () => { isCurrent = false; };
  }, [session, name, namespace, container, runs]);
  return answer;
}

function answerOf({ stdout, stderr, exitCode }: ExecResult): EnvAnswer {
  return exitCode === 0 ? { values: readEnv(stdout) } : { failure: `The image has no program env: ${stderr.trim()}.` };
}

function failureText(status: Status): string {
  return `${statusLine(status)}.`;
}
