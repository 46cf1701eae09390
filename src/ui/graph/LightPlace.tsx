import "../theme/light.css";
import { useEffect, useMemo } from "react";
import { fieldLight } from "../../view/field-light.ts";
import { clauseLight, countLight, ruleLight } from "../../view/light.ts";
import type { Light } from "../../view/light.ts";
import type { Mirror } from "../../view/mirror.ts";
import { parseSearch, searchLight } from "../../view/search.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { SearchField } from "../search/SearchField.tsx";
import { useLabels } from "../search/use-labels.ts";
import { useClock, useSession } from "../session-context.ts";
import { Icon } from "../shell/Icon.tsx";
import { CodeText } from "../shell/SentenceText.tsx";
import { endLight, useLight } from "./light-store.ts";
import type { Door } from "./light-store.ts";

const REDRAW_MS = 150;

/** Answers the open door or the search: keeps the light as the cluster changes, and says in words what is lit. */
export function LightPlace() {
  const door = useLight((s) => s.door);
  const search = useLight((s) => s.search);
  const { mirror } = useSession();
  const version = useThrottled(useClock((c) => c.contextVersion), REDRAW_MS);
  const query = useMemo(() => parseSearch(search ?? ""), [search]);
  const labels = useLabels(query.labels !== undefined && query.error === undefined ? query.labels : undefined);
  const light = useMemo(() => {
    void version;
    if (door) return doorLight(mirror, door);
    return query.terms.length > 0 || query.labels !== undefined ? searchLight(mirror, query, labels) : undefined;
  }, [mirror, door, query, labels, version]);

  useEffect(() => {
    useLight.setState({ light });
  }, [light]);
  useEffect(() => () => useLight.setState({ light: undefined }), []);

  return (
    <div className="light-place">
      {search !== undefined ? <SearchField text={search} words={door ? undefined : light?.words} isWrong={query.error !== undefined} /> : null}
      {door && light ? (
        <div className="light-words" role="status">
          <p><CodeText text={light.words} /></p>
          <kbd className="wide-only">Esc</kbd>
          <button type="button" className="button plain icon" aria-label="Show everything alike again" onClick={endLight}><Icon name="close" size={15} /></button>
        </div>
      ) : null}
    </div>
  );
}

function doorLight(mirror: Mirror, door: Door): Light | undefined {
  switch (door.kind) {
    case "count": {
      const row = mirror.workloads.find((w) => w.uid === door.uid);
      return row && countLight(mirror, row, door.count);
    }
    case "clause":
      return clauseLight(mirror, door.clauses, door.reason);
    case "field":
      return fieldLight(mirror, door.object, door.path);
    case "rule":
      return ruleLight(door.daemonSet, door.nodeName, door.text, door.evidence);
  }
}
