/**
 * The same function, remembering its last answer. For values that many ask for in a row, such as the reference to a
 * pod in all that one look decides about it: they are made once, and everyone who keeps one shares it.
 * @param answer a pure function, so that remembering changes nothing but the cost
 * @param isSame whether two questions have the same answer; all that the answer is made of has to be compared
 */
export function lastAnswer<Question, Answer>(answer: (question: Question) => Answer, isSame: (a: Question, b: Question) => boolean = Object.is): (question: Question) => Answer {
  let last: { readonly question: Question; readonly answer: Answer } | undefined;
  return (question) => {
    if (!last || !isSame(last.question, question)) last = { question, answer: answer(question) };
    return last.answer;
  };
}
