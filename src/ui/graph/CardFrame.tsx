import { useContext } from "react";
import type { ReactNode } from "react";
import type { WorkloadRow } from "../../api/frame.ts";
import { useIsMixed, useMirror } from "../hooks/use-mirror.ts";
import { openMenu } from "../open-menu.ts";
import { useSession } from "../session-context.ts";
import { Icon } from "../shell/Icon.tsx";
import { select, useUi } from "../store.ts";
import { DensityContext } from "./density-context.ts";
import { useLook } from "./light-store.ts";
import { OwnerMark } from "./OwnerMark.tsx";

interface CardFrameProps {
  readonly row: WorkloadRow;
  /** What a screen reader says of the card. */
  readonly words: string;
  readonly title?: string | undefined;
  /** The sentence that is being told is about it. */
  readonly isDecided?: boolean;
  readonly children: ReactNode;
}

/** What the cards of all workloads have alike: mark, name, kind, menu; a click selects it and turns the edges to it. */
export function CardFrame({ row, words, title, isDecided, children }: CardFrameProps) {
  const { kind, namespace, name, uid } = row;
  const isFocus = useMirror("workloads", (m) => m.focus === uid);
  const isSelected = useUi((s) => s.selection?.uid === uid);
  const { isBrief } = useContext(DensityContext);
  const isMixed = useIsMixed();
  const look = useLook("cards", uid);
  const session = useSession();
  const target = { kind, namespace, name, uid } as const;
  const classes = ["ds-card", isBrief && isMixed ? "brief" : "", isSelected ? "selected" : "", isFocus ? "in-focus" : "", isDecided ? "in-decision" : "", row.deleting ? "deleting" : "", look];
  return (
    <article className={classes.filter(Boolean).join(" ")} data-card={kind} aria-label={`${kind} ${name}`}>
      <header>
        <OwnerMark kind={kind} size={16} />
        <button type="button" className="ds-name stretched" data-kind={kind} data-uid={uid} data-name={name} aria-label={words} title={title} aria-pressed={isSelected}
          onContextMenu={(e) => openMenu(e, target)} onClick={() => { session.focus(uid); select(target); }}>{name}</button>
        {namespace === "default" ? null : <span className="muted ds-namespace">{namespace}</span>}
        <span className="eyebrow kind">{row.deleting ? "deleting" : kind}</span>
        <button type="button" className="more" aria-label={`Actions for ${name}`} aria-haspopup="menu" onClick={(e) => openMenu(e, target)}>
          <Icon name="more" size={16} />
        </button>
      </header>
      {children}
    </article>
  );
}
