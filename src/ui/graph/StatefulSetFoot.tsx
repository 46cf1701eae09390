import type { ReactNode } from "react";
import type { RevisionMark, StatefulSetRow } from "../../api/frame.ts";
import { ImageName, ImageTag } from "./ImageName.tsx";

/** Its revisions, current and next; the ordinals that keep the former one; the claims that every pod has. */
export function StatefulSetFoot({ row }: { readonly row: StatefulSetRow }) {
  const next = row.revisions.find((r) => r.hash === row.currentRevision);
  const former = row.formerRevision === row.currentRevision ? undefined : row.revisions.find((r) => r.hash === row.formerRevision);
  return (
    <>
      <span className="revisions">
        {former ? <RevisionLine mark={former} look="revision" image={<ImageTag image={former.image} />} field="currentRevision" /> : null}
        {next ? <RevisionLine mark={next} look={former ? "revision new" : "revision"} image={former ? <ImageTag image={next.image} /> : <ImageName image={next.image} />} field="updateRevision" /> : null}
      </span>
      <span className="strategy">
        {row.partition > 0 ? <span className="tag taint" title={`Ordinals below ${row.firstOrdinal + row.partition} keep the current revision.`}>partition {row.partition}</span> : null}
        {row.strategy === "OnDelete" ? <span>OnDelete</span> : null}
        {row.podManagementPolicy === "Parallel" ? <span>Parallel</span> : null}
        {row.claims.map((claim) => <span key={claim} className="tag" title={`A PersistentVolumeClaim ${claim}-${row.name}-N for each pod`}>claim {claim}</span>)}
      </span>
    </>
  );
}

interface RevisionLineProps {
  readonly mark: RevisionMark;
  readonly look: string;
  readonly image: ReactNode;
  /** Which field of the status names it. */
  readonly field: "currentRevision" | "updateRevision";
}

function RevisionLine({ mark, look, image, field }: RevisionLineProps) {
  return (
    <span className="revision-line" title={`${field} ${mark.hash}: ${mark.image}`}>
      <span className={look}>{mark.letter}</span>{image}
    </span>
  );
}
