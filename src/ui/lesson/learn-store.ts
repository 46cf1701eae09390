import { create } from "zustand";

/** The little of the lessons that the page has from its start: whether the list or the lesson's text is seen. */
interface LearnState {
  readonly isListOpen: boolean;
  /** In the sandbox the lesson waits. */
  readonly isLessonOpen: boolean;
}

export const useLearn = create<LearnState>()(() => ({ isListOpen: false, isLessonOpen: true }));
