import "../theme/scenes.css";
import { SCENES } from "../../lessons/scenes.ts";
import { useSession } from "../session-context.ts";

/** The clusters that the page can start with. A link each: a scene has an address, and starting it is a fresh page. */
export function SceneList() {
  const { scene } = useSession().scenario;
  return (
    <ul className="scene-list">
      {SCENES.map(({ id, title, text }, i) => (
        <li key={id}>
          <a href={i === 0 ? "?" : `?scene=${id}`} aria-current={id === scene ? "page" : undefined}><b>{title}</b><span className="muted">{text}</span></a>
        </li>
      ))}
    </ul>
  );
}
