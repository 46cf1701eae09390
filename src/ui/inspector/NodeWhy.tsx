import type { PodRow } from "../../api/frame.ts";
import type { Inspection } from "../../api/timeline.ts";
import type { Node } from "../../api/types/node.ts";
import { count, cpuText, durationText, memoryText } from "../format.ts";
import { useTray, useWorkloads } from "../hooks/use-mirror.ts";
import { revisionOf } from "../graph/use-revision.ts";
import { useNow } from "../session-context.ts";
import { select } from "../store.ts";
import { DecisionList } from "./DecisionList.tsx";
import { EligibilitySection } from "./EligibilitySection.tsx";
import { Fact, Section } from "./Facts.tsx";

/** Which DaemonSets want a pod here, and by which rule; what runs here; how the node is. */
export function NodeWhy({ name, inspection }: { readonly name: string; readonly inspection: Inspection }) {
  const tray = useTray(name);
  const node = tray?.node;
  const pods = (tray?.slots ?? []).flatMap((s) => ("pod" in s ? [s.pod] : []));
  const object = inspection.object as Node | undefined;
  return (
    <>
      {inspection.eligibility.map((e) => <EligibilitySection key={e.daemonSet.uid ?? e.daemonSet.name} item={e} title={`Should ${e.daemonSet.name} run here?`} />)}
      {object ? null : <p className="notice">{removedText(name, pods.length)}</p>}
      {object && inspection.eligibility.length === 0 ? <Section title="DaemonSets"><p className="muted">There is none in this cluster.</p></Section> : null}
      {node ? (
        <Section title="Resources">
          <dl>
            <Fact label="CPU requested" isMono>{cpuText(node.requestedCpuMillis)} of {cpuText(node.cpuMillis)}</Fact>
            <Fact label="CPU free" isMono>{cpuText(Math.max(0, node.cpuMillis - node.requestedCpuMillis))}</Fact>
            <Fact label="Memory requested" isMono>{memoryText(node.requestedMemoryBytes)} of {memoryText(node.memoryBytes)}</Fact>
            <Fact label="Pods" isMono>{pods.length} of {node.pods}</Fact>
          </dl>
        </Section>
      ) : null}
      {pods.length > 0 ? <Section title="Pods here"><dl>{pods.map((p) => <PodLine key={p.uid} pod={p} />)}</dl></Section> : null}
      {object?.status.conditions ? <Section title="Conditions"><Conditions node={object} /></Section> : null}
      <DecisionList decisions={inspection.decisions} />
    </>
  );
}

function removedText(name: string, pods: number): string {
  if (pods === 0) return `${name} was removed; its pods are gone with it.`;
  return `${name} was removed; its ${count(pods, "pod")} ${pods === 1 ? "is" : "are"} collected by the pod garbage collector.`;
}

function PodLine({ pod }: { readonly pod: PodRow }) {
  const letter = revisionOf(useWorkloads(), pod)?.letter;
  return (
    <Fact label={<><button type="button" className="link-button mono" onClick={() => select({ kind: "Pod", namespace: pod.namespace, name: pod.name, uid: pod.uid }, "why")}>{pod.name}</button> {letter ? <span className="revision">{letter}</span> : null}</>}>
      {pod.status}
    </Fact>
  );
}

function Conditions({ node }: { readonly node: Node }) {
  return (
    <dl>
      {(node.status.conditions ?? []).map((c) => (
        <Fact key={c.type} label={c.type}><span title={c.message}>{c.status}{c.reason ? <span className="muted"> · {c.reason}</span> : null}</span></Fact>
      ))}
      <NodeAge node={node} />
    </dl>
  );
}

function NodeAge({ node }: { readonly node: Node }) {
  const now = useNow(1000);
  const created = useTray(node.metadata.name)?.node?.createdMs;
  return created === undefined ? null : <Fact label="Age">{durationText(now - created)}</Fact>;
}
