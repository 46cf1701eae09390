import "../theme/gallery.css";
import { GALLERY } from "../../lessons/gallery.ts";
import { USE_CASES } from "../../lessons/gallery-words.ts";
import { Modal } from "../dialogs/Modal.tsx";
import { CARDS, GALLERY as SAYS } from "../messages/gallery.ts";
import { closeDialog } from "../store.ts";
import { GalleryCard } from "./GalleryCard.tsx";

/** The guide's table of use cases, each product as a card that can be run in the cluster on the screen. */
export function GalleryDialog() {
  return (
    <Modal title={SAYS.title} wide onClose={closeDialog}>
      <div className="gallery">
        <p className="muted">{SAYS.intro}</p>
        {USE_CASES.map((useCase) => (
          <section key={useCase} aria-label={CARDS.useCases[useCase]}>
            <h3 className="eyebrow">{CARDS.useCases[useCase]}</h3>
            <ul className="gallery-cards">
              {GALLERY.filter((entry) => entry.useCase === useCase).map((entry) => <GalleryCard key={entry.id} entry={entry} words={CARDS.cards[entry.id]} />)}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}
