import { imageTag, shortImage } from "../format.ts";

/** An image with its tag. What does not fit is cut off the name: the tag is what updates are about. */
export function ImageName({ image }: { readonly image: string }) {
  const short = shortImage(image);
  const at = short.search(/[:@]/);
  return (
    <span className="mono image">
      <span className="image-name">{at < 0 ? short : short.slice(0, at)}</span>
      {at < 0 ? null : <span className="image-tag">{short.slice(at)}</span>}
    </span>
  );
}

/** A tag of more letters gives way to a shorter one beside it. */
const SHORT_TAG = 8;

/** Of one of several revisions, where the name is known. `note`: what tells two of the same tag apart. */
export function ImageTag({ image, note }: { readonly image: string; readonly note?: string | undefined }) {
  const words = `${imageTag(image)}${note ?? ""}`;
  return <span className="mono image"><span className={words.length > SHORT_TAG ? "image-tag long" : "image-tag"}>{words}</span></span>;
}
