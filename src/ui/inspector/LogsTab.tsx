import "../theme/logs.css";
import { memo, useLayoutEffect, useRef, useState } from "react";
import type { PodRow } from "../../api/frame.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { statusLine } from "../shell/StatusText.tsx";
import type { Selection } from "../store.ts";
import { logsLine } from "./logs-line.ts";
import { splitMatches } from "./log-lines.ts";
import type { SourcedLine } from "./log-lines.ts";
import { containerNames, defaultContainer, usePod, usePodRows } from "./pod-sources.ts";
import { MOST_LINES, usePodLogs } from "./use-pod-logs.ts";
import type { LogSource } from "./use-pod-logs.ts";

/** So many pods of a workload are followed at once, as kubectl allows only a few streams. */
const MOST_PODS = 20;
/** Inks for the names of pods, each beside the name itself. */
const INKS = 6;
const ALL = "";

/** What the containers print: of one pod, or of all pods of the workload together. Follows the clock of the cluster. */
export function LogsTab({ selection }: { readonly selection: Selection }) {
  const rows = usePodRows(selection);
  const [podUid, setPodUid] = useState(ALL);
  const [container, setContainer] = useState("");
  const [isPrevious, setPrevious] = useState(false);
  const [hasTimes, setTimes] = useState(false);
  const [isFollowing, setFollowing] = useState(true);
  const [wanted, setWanted] = useState("");
  const chosen = rows.find((r) => r.uid === podUid);
  const shown = chosen ? [chosen] : rows.slice(0, MOST_PODS);
  const example = usePod(shown[0]);
  const names = containerNames(example);
  const current = names.includes(container) ? container : defaultContainer(example);
  const sources = current === "" ? [] : shown.map((row) => sourceOf(row, current, isPrevious));
  const logs = usePodLogs(sources, isFollowing);
  const visible = logs.lines.filter((l) => sources.some((s) => s.id === l.source) && (wanted === "" || l.text.toLowerCase().includes(wanted.toLowerCase())));
  const line = logsLine(selection, { ...(chosen ? { podName: chosen.name } : {}), container: names.length > 1 ? current : "", isPrevious, hasTimes, isFollowing });

  if (rows.length === 0) return <p className="empty">{selection.kind === "Pod" ? "The pod is gone, and its log with it." : "There is no pod to read from."}</p>;
  return (
    <div className="logs">
      <div className="log-tools">
        {selection.kind === "Pod" ? null : (
          <select aria-label="Pod" value={podUid} onChange={(e) => setPodUid(e.target.value)}>
            <option value={ALL}>all {rows.length} pods</option>
            {rows.map((r) => <option key={r.uid} value={r.uid}>{r.name}{r.nodeName ? ` on ${r.nodeName}` : ""}</option>)}
          </select>
        )}
        {names.length > 1 ? (
          <select aria-label="Container" value={current} onChange={(e) => setContainer(e.target.value)}>{names.map((n) => <option key={n}>{n}</option>)}</select>
        ) : null}
        <input type="search" aria-label="Filter lines" placeholder="Filter lines" value={wanted} onChange={(e) => setWanted(e.target.value)} />
        <div className="log-switches">
          <Switch label="follow" isOn={isFollowing} onChange={setFollowing} />
          <Switch label="times" isOn={hasTimes} onChange={setTimes} />
          <Switch label="previous" isOn={isPrevious} onChange={setPrevious} />
        </div>
      </div>
      {chosen || rows.length <= MOST_PODS ? null : <p className="muted">The first {MOST_PODS} of {rows.length} pods.</p>}
      <Failures rows={shown} sources={sources} failures={logs.failures} />
      <Lines lines={visible} wanted={wanted} hasTimes={hasTimes} isFollowing={isFollowing} prefixes={shown.length > 1 ? prefixesOf(shown, sources) : undefined} isRead={logs.isRead} isFiltered={wanted !== ""} />
      <div className="command-line log-line"><pre>{line}</pre><CopyButton text={line} label="Copy the command" /></div>
    </div>
  );
}

function sourceOf({ uid, namespace, name, restarts }: PodRow, container: string, previous: boolean): LogSource {
  return { id: `${uid}/${container}/${restarts}${previous ? "/previous" : ""}`, namespace, podName: name, container, previous };
}

function Switch({ label, isOn, onChange }: { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  return <label><input type="checkbox" checked={isOn} onChange={(e) => onChange(e.target.checked)} /> {label}</label>;
}

interface FailuresProps {
  readonly rows: readonly PodRow[];
  readonly sources: readonly LogSource[];
  readonly failures: ReturnType<typeof usePodLogs>["failures"];
}

function Failures({ rows, sources, failures }: FailuresProps) {
  const texts = sources.flatMap((s, i) => { const failure = failures.get(s.id); return failure ? [{ name: rows[i]?.name ?? "", text: statusLine(failure) }] : []; });
  if (texts.length === 0) return null;
  return <ul className="log-failures" role="status">{texts.map((t) => <li key={t.name}>{t.text}</li>)}</ul>;
}

interface Prefix { readonly text: string; readonly title: string; readonly ink: number }

/** By id of the source: the end of the pod's name, which tells it from its sisters. */
function prefixesOf(rows: readonly PodRow[], sources: readonly LogSource[]): ReadonlyMap<string, Prefix> {
  return new Map(sources.map((s, i) => {
    const row = rows[i];
    return [s.id, { text: row?.name.split("-").at(-1) ?? "", title: `pod/${row?.name ?? ""}/${s.container}${row?.nodeName ? ` on ${row.nodeName}` : ""}`, ink: i % INKS }];
  }));
}

interface LinesProps {
  readonly lines: readonly SourcedLine[];
  readonly wanted: string;
  readonly hasTimes: boolean;
  readonly isFollowing: boolean;
  readonly isRead: boolean;
  readonly isFiltered: boolean;
  readonly prefixes: ReadonlyMap<string, Prefix> | undefined;
}

function Lines({ lines, wanted, hasTimes, isFollowing, isRead, isFiltered, prefixes }: LinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (isFollowing && isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, isFollowing]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, so it must be reached by key.
    <div className="log-lines" ref={box} role="log" aria-label="Log" aria-live="off" tabIndex={0}
      onScroll={(e) => { const { scrollTop, scrollHeight, clientHeight } = e.currentTarget; isAtEnd.current = scrollTop + clientHeight > scrollHeight - 24; }}>
      {lines.length === 0 ? <p className="muted">{!isRead ? "Reading…" : isFiltered ? "No line has this." : "Nothing was printed yet."}</p> : null}
      {lines.length >= MOST_LINES ? <p className="muted">The last {MOST_LINES} lines.</p> : null}
      {lines.map((line) => <Line key={line.id} line={line} wanted={wanted} hasTime={hasTimes} prefix={prefixes?.get(line.source)} />)}
    </div>
  );
}

interface LineProps {
  readonly line: SourcedLine;
  readonly wanted: string;
  readonly hasTime: boolean;
  readonly prefix: Prefix | undefined;
}

const Line = memo(function Line({ line, wanted, hasTime, prefix }: LineProps) {
  return (
    <div className="log-row">
      {prefix ? <span className={`log-prefix ink-${prefix.ink}`} title={prefix.title}>{prefix.text}</span> : null}
      {hasTime ? <span className="log-time">{line.time.slice(11, 23)}</span> : null}
      <span>{splitMatches(line.text, wanted).map((part, i) => (i % 2 === 1 ? <mark key={i}>{part}</mark> : part))}</span>
    </div>
  );
}, (a, b) => a.line === b.line && a.wanted === b.wanted && a.hasTime === b.hasTime && a.prefix?.text === b.prefix?.text && a.prefix?.ink === b.prefix?.ink);
