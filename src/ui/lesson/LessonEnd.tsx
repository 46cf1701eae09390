import type { LessonBundle } from "../../lessons/lesson.ts";
import type { Lesson } from "../../lessons/schema.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { LEARN } from "../messages/learn.ts";
import { lessonHref } from "./lesson-href.ts";
import { useLearn } from "./learn-store.ts";
import { MarkdownLine } from "./Markdown.tsx";

const RecallPart = onDemand(() => import("./RecallPart.tsx").then((m) => m.RecallPart));
const NextLesson = onDemand(() => import("./NextLesson.tsx").then((m) => m.NextLesson));

/** After the last step: what one can do now, where to read on, and where to go. */
export function LessonEnd({ bundle }: { readonly bundle: LessonBundle }) {
  const { lesson, words } = bundle;
  return (
    <div className="lesson-end">
      {words.goals.length > 0 ? <><h3>{LEARN.goals}</h3><ul>{words.goals.map((goal) => <li key={goal}><MarkdownLine text={goal} /></li>)}</ul></> : null}
      {lesson.refs.length > 0 ? <><h3>{LEARN.refs}</h3><ul className="refs">{lesson.refs.map((ref) => <li key={ref}><a href={ref} target="_blank" rel="noreferrer">{nameOf(ref)}</a></li>)}</ul></> : null}
      <div className="end-ways">
        <Transfer lesson={lesson} />
        <NextLesson after={lesson.id} />
        <button type="button" className="button" onClick={() => useLearn.setState({ isListOpen: true })}>{LEARN.allLessons}</button>
        <button type="button" className="button" title={LEARN.sandboxTitle} onClick={() => useLearn.setState({ isLessonOpen: false })}>{LEARN.sandbox}</button>
      </div>
      <RecallPart />
    </div>
  );
}

/** A prediction on a cluster that nobody has seen, and after that another one. */
function Transfer({ lesson }: { readonly lesson: Lesson }) {
  if (!lesson.transfer) return null;
  const { generate, seed } = lesson.transfer;
  return <a className="button" href={lessonHref(`transfer/${generate}`, { seed })}>{lesson.id === `transfer/${generate}` ? LEARN.anotherCluster : LEARN.unseenCluster}</a>;
}

/** The end of an address says what it is about. */
function nameOf(ref: string): string {
  const { hostname, pathname, hash } = new URL(ref);
  const last = pathname.split("/").findLast((part) => part !== "") ?? "";
  return `${hostname}: ${[last, hash.slice(1)].filter(Boolean).join(", ").replaceAll("-", " ")}`;
}
