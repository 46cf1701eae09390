import { goDuration, humanDuration } from "../../api/duration.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import { parseTime } from "../../api/time.ts";
import type { KubeObject, LabelSelector } from "../../api/types/meta.ts";
import type { PodTemplateSpec } from "../../api/types/pod.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { controllerText, writeLabelsAndAnnotations, writeName } from "./head.ts";
import { writePodTemplate } from "./pod-template.ts";
import { longTime } from "./times.ts";

interface JobSpec {
  readonly selector?: LabelSelector;
  readonly parallelism?: number;
  readonly completions?: number;
  readonly completionMode?: string;
  readonly suspend?: boolean;
  readonly backoffLimit?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly activeDeadlineSeconds?: number;
  readonly template: PodTemplateSpec;
}

interface Job extends KubeObject {
  readonly spec: JobSpec;
  readonly status?: { readonly startTime?: string; readonly completionTime?: string; readonly active?: number; readonly ready?: number; readonly succeeded?: number; readonly failed?: number; readonly completedIndexes?: string };
}

interface CronJob extends KubeObject {
  readonly spec: {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly concurrencyPolicy?: string;
    readonly suspend?: boolean;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
    readonly startingDeadlineSeconds?: number;
    readonly jobTemplate: { readonly spec: JobSpec };
  };
  readonly status?: { readonly lastScheduleTime?: string; readonly active?: readonly { readonly name: string }[] };
}

/** Source: kubectl pkg/describe JobDescriber (1.36) */
export function* describeJob(job: Job, about: Describing): Steps<string> {
  const { metadata, spec, status = {} } = job;
  const out = new Description();
  const row = (title: string, value: string | number | boolean | undefined) => value !== undefined && out.line(0, title, String(value));
  writeName(out, job);
  out.line(0, "Selector:", spec.selector ? formatLabelSelector(spec.selector) : "");
  writeLabelsAndAnnotations(out, job);
  row("Controlled By:", controllerText(metadata));
  row("Parallelism:", spec.parallelism);
  out.line(0, "Completions:", String(spec.completions ?? "<unset>"));
  row("Completion Mode:", spec.completionMode);
  row("Suspend:", spec.suspend);
  row("Backoff Limit:", spec.backoffLimit);
  row("TTL Seconds After Finished:", spec.ttlSecondsAfterFinished);
  row("Start Time:", status.startTime && longTime(status.startTime));
  row("Completed At:", status.completionTime && longTime(status.completionTime));
  if (status.startTime && status.completionTime) out.line(0, "Duration:", humanDuration((parseTime(status.completionTime) ?? 0) - (parseTime(status.startTime) ?? 0)));
  row("Active Deadline Seconds:", spec.activeDeadlineSeconds === undefined ? undefined : `${spec.activeDeadlineSeconds}s`);
  const { active = 0, ready, succeeded = 0, failed = 0 } = status;
  out.line(0, "Pods Statuses:", `${active} Active${ready === undefined ? "" : ` (${ready} Ready)`} / ${succeeded} Succeeded / ${failed} Failed`);
  if (spec.completionMode === "Indexed") out.line(0, "Completed Indexes:", status.completedIndexes || "<none>");
  writePodTemplate(out, spec.template);
  yield* writeEventsOf(out, job, about);
  return out.text();
}

/** Source: kubectl pkg/describe CronJobDescriber (1.36) */
export function* describeCronJob(cronJob: CronJob, about: Describing): Steps<string> {
  const { spec, status } = cronJob;
  const job = spec.jobTemplate.spec;
  const out = new Description();
  const row = (title: string, value: string | number | undefined) => out.line(0, title, String(value ?? "<unset>"));
  writeName(out, cronJob);
  writeLabelsAndAnnotations(out, cronJob);
  row("Schedule:", spec.schedule);
  out.line(0, "Concurrency Policy:", spec.concurrencyPolicy ?? "");
  row("Suspend:", spec.suspend === undefined ? undefined : spec.suspend ? "True" : "False");
  row("Time Zone:", spec.timeZone);
  row("Successful Job History Limit:", spec.successfulJobsHistoryLimit);
  row("Failed Job History Limit:", spec.failedJobsHistoryLimit);
  row("Starting Deadline Seconds:", spec.startingDeadlineSeconds === undefined ? undefined : `${spec.startingDeadlineSeconds}s`);
  row("Selector:", job.selector && formatLabelSelector(job.selector));
  row("Parallelism:", job.parallelism);
  row("Completions:", job.completions);
  if (job.activeDeadlineSeconds !== undefined) row("Active Deadline Seconds:", goDuration(job.activeDeadlineSeconds * 1000));
  writePodTemplate(out, job.template);
  row("Last Schedule Time:", status?.lastScheduleTime && longTime(status.lastScheduleTime));
  out.line(0, "Active Jobs:", (status?.active ?? []).map(({ name }) => name).join(", ") || "<none>");
  yield* writeEventsOf(out, cronJob, about);
  return out.text();
}
