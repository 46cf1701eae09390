import { useLearn } from "./learn-store.ts";

/** In a lesson: its name, and the way back to its text from the sandbox. */
export function LessonButton({ title }: { readonly title: string }) {
  const isOpen = useLearn((s) => s.isLessonOpen);
  return <button type="button" className="scenario" aria-expanded={isOpen} title={isOpen ? "Hide the lesson and go on in the sandbox" : "Back to the lesson"} onClick={() => useLearn.setState({ isLessonOpen: !isOpen })}>Lesson <b>{title}</b></button>;
}
