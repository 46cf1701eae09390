import { memoryWays, nodeShare, shareText, type NodeRoom, type NodeShare, type PodAsk } from "../../view/calculator.ts";
import { cpuText, memoryText } from "../format.ts";
import { CALCULATOR as SAYS } from "../messages/calculator.ts";

interface NodeSharesProps {
  readonly ask: PodAsk;
  /** The matching nodes of the cluster; empty: others are calculated with. */
  readonly rooms: readonly NodeRoom[];
  /** What a node is like that there is not. */
  readonly usual: NodeRoom;
}

/** What one pod takes of each node, as a bar with the ceiling behind the request. */
export function NodeShares({ ask, rooms, usual }: NodeSharesProps) {
  const shown = rooms.length > 0 ? rooms : [{ ...usual, name: SAYS.assumed(cpuText(usual.cpuMillis), memoryText(usual.memoryBytes)) }];
  return (
    <table className="node-shares">
      <caption>{SAYS.shares}</caption>
      <thead><tr><th scope="col">{SAYS.node}</th><th scope="col">{SAYS.cpu}</th><th scope="col">{SAYS.memory}</th></tr></thead>
      <tbody>
        {shown.map((room) => {
          const share = nodeShare(ask, room);
          return (
            <tr key={room.name}>
              <th scope="row">{room.name}</th>
              <td><ShareBar request={share.cpu} ceiling={share.cpuCeiling} title={`${ask.cpuRequest}m of ${cpuText(room.cpuMillis)}`} /></td>
              <td><ShareBar request={share.memory} ceiling={share.memoryCeiling} title={`${memoryWays(ask.memoryRequest).mebi} of ${memoryText(room.memoryBytes)}`} /></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

interface ShareBarProps {
  readonly request: NodeShare["cpu"];
  readonly ceiling: NodeShare["cpuCeiling"];
  readonly title: string;
}

function ShareBar({ request, ceiling, title }: ShareBarProps) {
  const width = (share: number) => `${Math.min(1, share) * 100}%`;
  return (
    <span className="share" title={title}>
      <span className="share-bar" aria-hidden="true">
        <span className="share-ceiling" style={{ width: width(ceiling ?? 1) }} />
        <span className={request > 1 ? "share-request over" : "share-request"} style={{ width: width(request) }} />
      </span>
      <span className="number"><b>{shareText(request)}</b> <span className="muted">{request > 1 ? SAYS.tooMuch : ceiling === undefined ? SAYS.unlimited : SAYS.upTo(shareText(ceiling))}</span></span>
    </span>
  );
}
