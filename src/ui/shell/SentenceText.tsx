import type { Decision } from "../../api/decision.ts";
import { sentenceOf, splitCode } from "../../view/sentence.ts";
import type { SentencePart } from "../../view/sentence.ts";

/** A decision as a sentence: who in bold, names as code. */
export function SentenceText({ decision }: { readonly decision: Decision }) {
  const sentence = sentenceOf(decision);
  return <><b className="actor">{sentence.actor}</b> <Parts parts={sentence.parts} /></>;
}

/** Any text of the engine with its names as code. */
export function CodeText({ text }: { readonly text: string }) {
  return <Parts parts={splitCode(text)} />;
}

function Parts({ parts }: { readonly parts: readonly SentencePart[] }) {
  return parts.map((part, i) => (part.kind === "code" ? <code key={i}>{part.text}</code> : <span key={i}>{part.text}</span>));
}
