import { Conditions } from "../../lessons/conditions.ts";
import { kubectlLines } from "../../lessons/command-lines.ts";
import type { Facts, Moment } from "../../lessons/facts.ts";
import { generateCluster, placementsOf } from "../../lessons/generate.ts";
import { idOfFolder } from "../../lessons/lesson-id.ts";
import { loadLesson, wordsProblems, type LessonBundle } from "../../lessons/lesson.ts";
import { limitProblems } from "../../lessons/limits.ts";
import type { FindFolder, FolderFiles } from "../../lessons/scenario.ts";
import type { Lesson, LessonStep } from "../../lessons/schema.ts";
import { goalState, isFocused, litParts, markable, predicted, readFocus, wrongTurns } from "../../lessons/step.ts";
import { fromLine, staleSteps, surplus, translated } from "../../lessons/translation.ts";
import { readWords, type StepWords } from "../../lessons/words.ts";
import { COMMANDS } from "../../ui/commands/list.ts";
import { LessonRun } from "./lesson-run.ts";

export interface LessonReport {
  readonly id: string;
  /** One sentence each, with the file and line or the step. */
  readonly problems: readonly string[];
  /** What is worth knowing: keys that a translation lacks. */
  readonly notes: readonly string[];
  /** Mermaid blocks, to be parsed by who can. */
  readonly diagrams: readonly { readonly stepId: string; readonly text: string }[];
}

/**
 * Checks a lesson folder as a patient learner and a strict editor would: reads it, counts it, and plays it on the
 * engine through the terminal, every line in it included.
 * @param path of the folder, ending in `<nn-track>/<nn-name>`
 * @param folders all lesson folders, by id
 */
export function checkLesson(path: string, files: FolderFiles, folders: Readonly<Record<string, FolderFiles>>): LessonReport {
  const id = idOfFolder(path);
  const conditions = new Conditions();
  const findFolder: FindFolder = (other) => folders[other];
  const loaded = loadLesson(files, conditions, findFolder);
  if ("errors" in loaded) {
    return { id, problems: loaded.errors.map((e) => `${path}/${e.file}${e.line > 0 ? `:${e.line}` : ""}: ${e.message}`), notes: [], diagrams: [] };
  }
  const { lesson, words } = loaded;
  const translations = translationsOf(files, loaded);
  const problems = [
    ...(lesson.id === id ? [] : [`lesson.yaml says id ${lesson.id}, but the folder is that of ${id}`]),
    ...lesson.prerequisites.filter((other) => folders[other] === undefined).map((other) => `prerequisites: there is no lesson ${other}`),
    ...limitProblems(lesson, words),
    ...translations.problems,
    ...playProblems(loaded, conditions),
    ...transferProblems(lesson),
  ];
  const diagrams = words.steps.flatMap((step) => (step.diagram === undefined ? [] : [{ stepId: step.id, text: step.diagram }]));
  return { id, problems: problems.map((problem) => `${path}: ${problem}`), notes: translations.notes, diagrams };
}

function translationsOf(files: FolderFiles, { lesson, words }: LessonBundle): { problems: readonly string[]; notes: readonly string[] } {
  const problems: string[] = [];
  const notes: string[] = [];
  for (const [file, text] of Object.entries(files)) {
    if (!/^lesson\.[a-z]{2}(?:-[A-Z]{2})?\.md$/.test(file)) continue;
    const read = readWords(text, file);
    const wrong = "errors" in read ? read.errors : [...wordsProblems(lesson, read, file), ...surplus(words, read, file)];
    problems.push(...wrong.map((e) => `${e.file}:${e.line}: ${e.message}`));
    if ("errors" in read) continue;
    const other = translated(words, read);
    if (other.missing.length > 0) notes.push(`${file} lacks ${other.missing.join(", ")}`);
    const stale = staleSteps(words, read);
    if (stale.length > 0) notes.push(`${file}: the English has changed since ${stale.join(", ")} ${stale.length === 1 ? "was" : "were"} translated. Look at it, then write ${fromLine(words)}`);
    problems.push(...limitProblems(lesson, other.words).map((problem) => `${file}: ${problem}`));
  }
  return { problems, notes };
}

/** Plays all steps in order; each begins where the one before ended. */
function playProblems(bundle: LessonBundle, conditions: Conditions): readonly string[] {
  const problems: string[] = [];
  const run = LessonRun.open(bundle.scenario, bundle.files);
  for (const [i, step] of bundle.lesson.steps.entries()) {
    const player = new StepPlayer(run, step, bundle.words.steps[i]!, conditions);
    problems.push(...player.play().map((problem) => `step ${step.id}: ${problem}`));
  }
  return problems;
}

/** The last prediction must have something to mark, and something to leave unmarked. */
function transferProblems({ transfer }: Lesson): readonly string[] {
  if (!transfer) return [];
  const { scenario, play } = generateCluster(transfer.generate, transfer.seed);
  const run = LessonRun.open(scenario, {});
  const start = run.moment();
  const refusal = run.send(play);
  if (refusal !== undefined) return [`transfer: ${refusal}`];
  run.settle();
  const runs = placementsOf(run.facts(start)).map((p) => p.runs);
  return runs.includes(true) && runs.includes(false) ? [] : [`transfer: seed ${transfer.seed} has no node to choose`];
}

class StepPlayer {
  readonly #problems: string[] = [];
  readonly #start: Moment;
  readonly #before: LessonRun;
  readonly #run: LessonRun;
  readonly #step: LessonStep;
  readonly #words: StepWords;
  readonly #conditions: Conditions;

  constructor(run: LessonRun, step: LessonStep, words: StepWords, conditions: Conditions) {
    this.#run = run;
    this.#step = step;
    this.#words = words;
    this.#conditions = conditions;
    this.#start = run.moment();
    this.#before = run.fork();
  }

  play(): readonly string[] {
    this.#do();
    this.#tryWrongTurns();
    this.#solve();
    this.#checkClaims();
    this.#checkPicture();
    this.#runTextLines();
    return this.#problems;
  }

  #do(): void {
    const { action, predict } = this.#step;
    if (action !== undefined && !COMMANDS.some((c) => c.id === action)) this.#add(`action ${action}: there is no such command of the page`);
    this.#typeAll(this.#run, this.#step.do, "do");
    this.#passTime(this.#run);
    if (!predict) return;
    const facts = this.#run.facts(this.#start);
    if (markable(this.#step, facts).length === 0) this.#add(`there are no ${predict.mark} to mark`);
    predicted(this.#step, this.#conditions, facts);
    for (const object of facts.lists[predict.mark]) {
      const { problem } = this.#conditions.ask(predict.answer, facts, { as: predict.mark === "nodes" ? "node" : "pod", object });
      if (problem !== undefined) return this.#add(`predict: ${problem}`);
    }
  }

  #tryWrongTurns(): void {
    for (const turn of this.#step.wrong) {
      const astray = this.#run.fork();
      const isTaken = (facts: Facts) => wrongTurns({ ...this.#step, wrong: [turn] }, this.#conditions, facts).length > 0;
      if (isTaken(astray.facts(this.#start))) this.#add(`wrong turn ${turn.id} is taken before anybody does anything: ${turn.when}`);
      this.#typeAll(astray, turn.by, `wrong turn ${turn.id}`);
      let isReached = false;
      let isBroken = false;
      astray.settle(() => {
        if (isReached && (isBroken || !this.#step.goal?.never.length)) return;
        const facts = astray.facts(this.#start);
        isReached ||= isTaken(facts);
        isBroken ||= goalState(this.#step, this.#conditions, facts).broken.length > 0;
      });
      const { unmet } = goalState(this.#step, this.#conditions, astray.facts(this.#start));
      if (this.#step.goal && unmet.length === 0 && !isBroken) this.#add(`wrong turn ${turn.id} reaches the goal, so it is none`);
      if (!isReached) this.#add(`wrong turn ${turn.id} is not reached by its lines: ${this.#why(turn.when, astray)}`);
    }
  }

  #solve(): void {
    const { goal, solution } = this.#step;
    if (!goal) return;
    const before = goalState(this.#step, this.#conditions, this.#run.facts(this.#start));
    if (before.unmet.length === 0) this.#add("the goal is reached before anybody does anything");
    for (const expression of before.broken) this.#add(`what must never be is so from the start: ${expression}`);
    const broken = new Set<string>();
    const look = () => { for (const expression of goalState(this.#step, this.#conditions, this.#run.facts(this.#start)).broken) broken.add(expression); };
    for (const line of solution) {
      this.#typeAll(this.#run, [line], "solution");
      look();
    }
    this.#run.settle(goal.never.length > 0 ? look : undefined);
    for (const expression of broken) if (!before.broken.includes(expression)) this.#add(`the solution does what must never be: ${expression}`);
    for (const expression of goalState(this.#step, this.#conditions, this.#run.facts(this.#start)).unmet) this.#add(`not reached by the solution: ${this.#why(expression, this.#run)}`);
  }

  #checkClaims(): void {
    const facts = this.#run.facts(this.#start);
    for (const claim of this.#step.claims) if (!this.#conditions.ask(claim, facts).holds) this.#add(`not true: ${this.#why(claim, this.#run)}`);
    for (const { when } of this.#step.diagram?.lights ?? []) {
      const { problem } = this.#conditions.ask(when, facts);
      if (problem !== undefined) this.#add(`diagram: ${problem}`);
    }
  }

  #checkPicture(): void {
    const facts = this.#run.facts(this.#start);
    const objects = [...this.#start.objects, ...this.#run.moment().objects];
    for (const text of this.#step.focus) if (!objects.some((o) => isFocused(readFocus(text), o.kind, o.metadata.name))) this.#add(`focus ${text}: there is no such thing`);
    if (this.#step.diagram && litParts(this.#step, this.#conditions, facts).length === 0) this.#add("nothing of the diagram is lit when the step is done");
  }

  /** Every line of the words must be one that a reader can type: at the end of the step, or before it. */
  #runTextLines(): void {
    const { text, question, hints, wrong, never, atWork, honestly } = this.#words;
    const texts = [text, question, ...hints, ...Object.values(wrong), never, atWork, honestly].filter((t) => t !== undefined);
    for (const { line, isName } of texts.flatMap(kubectlLines)) {
      const typed = isName ? `${line} --help` : withNames(line, this.#start);
      const tries = [this.#run, this.#before].map((run) => complaint(run.fork(), typed, this.#step.refused.includes(line)));
      if (tries.every((t) => t !== undefined)) this.#add(`the line ${line} of the words: ${tries[0]!}`);
    }
  }

  #typeAll(run: LessonRun, lines: readonly string[], where: string): void {
    for (const line of lines) {
      const problem = complaint(run, line, this.#step.refused.includes(line));
      if (problem !== undefined) this.#add(`${where}: ${line}: ${problem}`);
    }
  }

  #passTime(run: LessonRun): void {
    const { until, settle } = this.#step;
    if (until === undefined) {
      if (settle) run.settle();
      return;
    }
    const { problem } = this.#conditions.ask(until, run.facts(this.#start));
    if (problem !== undefined) this.#add(`until: ${problem}`);
    else if (!run.runUntil(() => this.#conditions.ask(until, run.facts(this.#start)).holds)) this.#add(`it never comes to: ${this.#why(until, run)}`);
  }

  #why(expression: string, run: LessonRun): string {
    const { absent, problem } = this.#conditions.ask(expression, run.facts(this.#start));
    return problem ?? `${expression}${absent === undefined ? "" : ` (${absent})`}`;
  }

  #add(problem: string): void {
    this.#problems.push(problem);
  }
}

const INTERRUPTED = 130;

/** Runs a line. @returns what is wrong with how it ended */
function complaint(run: LessonRun, line: string, isRefused: boolean): string | undefined {
  const { status, stderr, stdout } = run.type(line);
  if (isRefused) return status === 0 ? "is in `refused`, but it works" : undefined;
  if (status === 0 || status === INTERRUPTED) return undefined;
  const [said = "", ...more] = (stderr || stdout).trim().split("\n");
  return `ends with ${status}: ${said}${more.length > 0 ? " …" : ""} (if that is the point, list the line in \`refused\`)`;
}

/** Words in capitals stand for what a reader would put there: the first of its kind. */
function withNames(line: string, moment: Moment): string {
  const objects = [...moment.objects];
  const first = (kind: string) => objects.find((o) => o.kind === kind && (o.metadata.namespace ?? "default") === "default")?.metadata.name ?? kind;
  const names: Readonly<Record<string, string>> = {
    NODE: first("Node"), POD: first("Pod"), DAEMONSET: first("DaemonSet"), DS: first("DaemonSet"), NAME: first("DaemonSet"), DEPLOYMENT: first("Deployment"), NAMESPACE: "default",
  };
  return line.replace(/(?<![\w.-])[A-Z]{2,}(?![\w.-])/g, (word) => names[word] ?? word);
}
