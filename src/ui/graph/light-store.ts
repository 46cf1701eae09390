import { create } from "zustand";
import type { Clause, Evidence } from "../../api/decision.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { Path } from "../../view/field-light.ts";
import type { CountName, Light } from "../../view/light.ts";

/** A question that the picture answers by light. `id`: the same door closes it again. */
export type Door =
  | { readonly kind: "count"; readonly id: string; readonly uid: string; readonly count: CountName }
  | { readonly kind: "clause"; readonly id: string; readonly clauses: readonly Clause[]; readonly reason: string }
  | { readonly kind: "rule"; readonly id: string; readonly daemonSet: { readonly uid?: string | undefined; readonly name: string }; readonly nodeName: string; readonly text: string; readonly evidence: readonly Evidence[] }
  /** The field at the cursor of an editor. */
  | { readonly kind: "field"; readonly id: string; readonly object: KubeObject; readonly path: Path };

/** What a command would do to pods, while somebody is about to give it. */
export interface Outcome {
  readonly gone: ReadonlySet<string>;
  /** Whose pods would come to a node, by its name. */
  readonly added: ReadonlyMap<string, readonly string[]>;
}

/** What a lesson's step is about; `counts`: numbers of cards, as `uid column`. */
export interface FocusLight extends Light {
  readonly counts: ReadonlySet<string>;
}

interface LightState {
  readonly door: Door | undefined;
  /** What is searched for; undefined while nobody searches. */
  readonly search: string | undefined;
  /** The search was opened to be typed into, and its field has not taken the keys yet: it may still be loaded. */
  readonly isSearchComing: boolean;
  /** The answer to the door or the search, kept by `LightPlace`. */
  readonly light: Light | undefined;
  readonly outcome: Outcome | undefined;
  /** What is lit while nothing else is asked. */
  readonly focus: FocusLight | undefined;
  /** Id of the command whose button is pointed at. */
  readonly pointed: string | undefined;
}

export const useLight = create<LightState>()(() => ({ door: undefined, search: undefined, isSearchComing: false, light: undefined, outcome: undefined, focus: undefined, pointed: undefined }));

/** Opens a door, or closes it if it is the one that is open. */
export function turnDoor(door: Door): void {
  useLight.setState(({ door: open }) => ({ door: open?.id === door.id ? undefined : door }));
}

/** Opens the search, to be typed into. */
export function beginSearch(): void {
  useLight.setState({ search: "", isSearchComing: true, door: undefined });
}

/** Ends what is lit: the door, else the search. @returns whether something was */
export function endLight(): boolean {
  const { door, search } = useLight.getState();
  if (door) useLight.setState({ door: undefined });
  else if (search !== undefined) useLight.setState({ search: undefined });
  return door !== undefined || search !== undefined;
}

type Look = "lit" | "dim" | "";

/** How a card, tray or pod is drawn under the present light. */
export function useLook(part: "nodes" | "pods" | "cards", id: string | undefined): Look {
  return useLight(({ light: asked, focus }) => {
    const light = asked ?? focus;
    if (!light || (part === "pods" && light.pods.size === 0)) return "";
    return id !== undefined && light[part].has(id) ? "lit" : "dim";
  });
}
