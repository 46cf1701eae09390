import "../theme/calculator.css";
import { useId, useState } from "react";
import type { NodeRoom, PodAsk } from "../../view/calculator.ts";
import { refusalOf } from "../../view/calculator.ts";
import { Modal } from "../dialogs/Modal.tsx";
import { CALCULATOR as SAYS } from "../messages/calculator.ts";
import { closeDialog } from "../store.ts";
import { CostBlocks } from "./CostBlocks.tsx";
import { NodeShares } from "./NodeShares.tsx";
import { Slider } from "./Slider.tsx";
import { useSubject } from "./subject.ts";

/** What the sliders say: one pod, and how many nodes have one. */
export interface Inputs extends PodAsk {
  readonly nodes: number;
}

const MI = 1024 ** 2;
const GUIDE: Inputs = { nodes: 10, cpuRequest: 50, memoryRequest: 64 * MI, cpuLimit: 100, memoryLimit: 128 * MI };
/** A node of the first cluster: for nodes that there are not. */
const USUAL_NODE: NodeRoom = { name: "", cpuMillis: 4000, memoryBytes: 8192 * MI };
const MOST = { nodes: 100, cpuMillis: 2000, memoryMi: 2048 };

/** Requests and limits times matching nodes: as in the cluster, until a slider is moved. */
export function CalculatorDialog() {
  const [uid, setUid] = useState<string>();
  const { subject, sets, nodes: nodesInAll } = useSubject(uid);
  const [moved, setMoved] = useState<Partial<Inputs>>({});
  const id = useId();
  const live: Inputs = subject ? { ...subject.ask, nodes: subject.rooms.length } : GUIDE;
  const inputs: Inputs = { ...live, ...moved };
  const isGuide = KEYS.every((key) => inputs[key] === GUIDE[key]);
  const isChanged = KEYS.some((key) => inputs[key] !== live[key]);
  const refusal = refusalOf(inputs);
  const move = (part: Partial<Inputs>) => setMoved({ ...moved, ...part });
  const rooms = inputs.nodes === live.nodes && subject ? subject.rooms : [];

  return (
    <Modal title={SAYS.title} wide onClose={closeDialog}>
      <div className="calculator">
        <div className="calculator-subject">
          {sets.length > 0 ? (
            <>
              <label htmlFor={id}>{SAYS.of}</label>
              <select id={id} data-first value={subject?.row.uid ?? ""} onChange={(e) => { setUid(e.target.value); setMoved({}); }}>
                {sets.map((s) => <option key={s.uid} value={s.uid}>{s.namespace === "default" ? s.name : `${s.namespace}/${s.name}`}</option>)}
              </select>
            </>
          ) : <p>{SAYS.none}</p>}
          <button type="button" className="button" aria-pressed={isGuide} onClick={() => setMoved(GUIDE)}>{SAYS.guide}</button>
          {subject ? <button type="button" className="button" aria-disabled={!isChanged || undefined} onClick={() => setMoved({})}>{SAYS.live}</button> : null}
        </div>
        {subject ? <p className="muted">{isChanged ? SAYS.changed : SAYS.matching(subject.rooms.length, nodesInAll)}</p> : null}
        {isGuide ? <p className="calculator-truth">{SAYS.guideTruth}</p> : null}
        <fieldset className="calculator-sliders">
          <legend className="visually-hidden">{SAYS.sliders}</legend>
          <Slider label={SAYS.nodes} value={inputs.nodes} max={Math.max(MOST.nodes, live.nodes)} text={`${inputs.nodes}`} onMove={(nodes) => move({ nodes })} />
          <Slider label={SAYS.cpuRequest} value={inputs.cpuRequest} max={Math.max(MOST.cpuMillis, live.cpuRequest)} step={5} text={`${inputs.cpuRequest}m`} onMove={(cpuRequest) => move({ cpuRequest })} />
          <Slider label={SAYS.cpuLimit} value={inputs.cpuLimit ?? 0} max={Math.max(MOST.cpuMillis, live.cpuLimit ?? 0)} step={5} text={inputs.cpuLimit === undefined ? SAYS.noLimit : `${inputs.cpuLimit}m`} onMove={(v) => move({ cpuLimit: v || undefined })} />
          <Slider label={SAYS.memoryRequest} value={inputs.memoryRequest / MI} max={Math.max(MOST.memoryMi, live.memoryRequest / MI)} text={mebi(inputs.memoryRequest)} onMove={(v) => move({ memoryRequest: v * MI })} />
          <Slider label={SAYS.memoryLimit} value={(inputs.memoryLimit ?? 0) / MI} max={Math.max(MOST.memoryMi, (live.memoryLimit ?? 0) / MI)} text={inputs.memoryLimit === undefined ? SAYS.noLimit : mebi(inputs.memoryLimit)} onMove={(v) => move({ memoryLimit: v * MI || undefined })} />
        </fieldset>
        {refusal ? <p className="field-error" role="alert">{SAYS.refused} {refusal}</p> : null}
        <CostBlocks ask={inputs} nodes={inputs.nodes} />
        <NodeShares ask={inputs} rooms={rooms} usual={subject?.rooms[0] ?? USUAL_NODE} />
      </div>
    </Modal>
  );
}

const KEYS = ["nodes", "cpuRequest", "memoryRequest", "cpuLimit", "memoryLimit"] as const;

function mebi(bytes: number): string {
  return `${Math.round((bytes / MI) * 100) / 100}Mi`;
}
