import "../theme/search.css";
import { useLight } from "../graph/light-store.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { compareNatural } from "../../view/natural.ts";

/** So many have a chip; the others are reached by search. */
const MOST = 6;

/** The namespaces that have pods, where there are several: a chip each dims all but its own. */
export function Namespaces() {
  const counts = useMirror("counts", (m) => m.counts.namespaces);
  const search = useLight((s) => s.search);
  const names = Object.keys(counts).sort(compareNatural).slice(0, MOST);
  return (
    <div className="namespaces" role="group" aria-label="Namespaces">
      {names.map((name) => {
        const query = `namespace:${name}`;
        const isOn = search === query;
        return (
          <button key={name} type="button" className="namespace-chip" aria-pressed={isOn} aria-label={`Namespace ${name}, ${counts[name]} pods`}
            onClick={() => useLight.setState({ search: isOn ? undefined : query, door: undefined })}>{name} <b className="number">{counts[name]}</b></button>
        );
      })}
    </div>
  );
}
