import { Maximize2 } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Modal } from "../dialogs/Modal.tsx";
import { saveFile } from "../export/save-file.ts";
import { svgToPng } from "../export/svg-to-png.ts";
import { LEARN } from "../messages/learn.ts";
import { useUi } from "../store.ts";
import { diagramPicture, drawDiagram, lightDiagram } from "./draw-diagram.ts";

interface StepDiagramProps {
  /** Mermaid. */
  readonly text: string;
  /** Ids that are lit now, and all that the step can light. */
  readonly lit: readonly string[];
  readonly named: readonly string[];
  /** Of the step. */
  readonly title: string;
}

/** The step's diagram; its parts light up as the cluster does what they stand for. */
export function StepDiagram(props: StepDiagramProps) {
  const [isLarge, setLarge] = useState(false);
  return (
    <figure className="step-diagram">
      <Drawing {...props} />
      <figcaption>
        <button type="button" className="link-button" onClick={() => setLarge(true)}><Maximize2 size={13} aria-hidden /> {LEARN.diagramLarge}</button>
      </figcaption>
      {isLarge ? (
        <Modal title={props.title} wide onClose={() => setLarge(false)}>
          <div className="step-diagram large"><Drawing {...props} hasExports /></div>
        </Modal>
      ) : null}
    </figure>
  );
}

function Drawing({ text, lit, named, title, hasExports }: StepDiagramProps & { readonly hasExports?: boolean }) {
  const id = useId().replaceAll(/[^a-zA-Z0-9]/g, "");
  const theme = useUi((s) => s.theme);
  const place = useRef<HTMLDivElement>(null);
  const [svg, setSvg] = useState<string>();

  useEffect(() => {
    let isOver = false;
    const show = (drawn: string) => { if (!isOver) setSvg(drawn); };
    drawDiagram(`lesson-${id}-${theme}`, text).then(show, () => show(""));
    return () => { isOver = true; };
  }, [id, text, theme]);

  useEffect(() => {
    if (place.current) lightDiagram(place.current, text, lit, named);
  }, [svg, text, lit, named]);

  if (svg === undefined) return <div className="drawing" aria-hidden="true" />;
  return (
    <>
      {svg === "" ? <pre>{text}</pre> : <div ref={place} className="drawing" role="img" aria-label={`${LEARN.diagram}: ${title}`} dangerouslySetInnerHTML={{ __html: svg }} />}
      {hasExports ? <Exports place={place} text={text} /> : null}
    </>
  );
}

/** The diagram as a file, like the exports of the live cluster. */
function Exports({ place, text }: { readonly place: React.RefObject<HTMLDivElement | null>; readonly text: string }) {
  const save = (name: string, blob: Blob) => {
    saveFile(name, blob);
    useUi.setState({ toast: LEARN.savedAs(name) });
  };
  const picture = () => diagramPicture(place.current!);
  return (
    <>
      <div className="diagram-exports">
        <button type="button" className="button" onClick={() => save("diagram.mmd", new Blob([`${text}\n`], { type: "text/plain" }))}>{LEARN.save("mermaid")}</button>
        <button type="button" className="button" onClick={() => save("diagram.svg", new Blob([picture().text], { type: "image/svg+xml" }))}>{LEARN.save("SVG")}</button>
        <button type="button" className="button" onClick={() => void svgToPng(picture()).then((blob) => save("diagram.png", blob), () => useUi.setState({ toast: LEARN.notSaved }))}>{LEARN.save("PNG")}</button>
      </div>
      <details><summary>{LEARN.diagramText}</summary><pre>{text}</pre></details>
    </>
  );
}
