import type { FieldError } from "../../../api/status.ts";
import type { Image } from "../../../api/types/image.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Strategy } from "./contract.ts";
import { invalidValue, required } from "./field-error.ts";
import { carryMetadata, reuseUnchanged, validateMetadata, validateMetadataUpdate, withGeneration } from "./metadata.ts";

const LONGEST_SECONDS = 86_400;

/** Our own kind: how an image behaves. Unlike a fault it may be changed. */
export const imageStrategy: Strategy<Image> = {
  prepareForCreate: (object) => withGeneration(object, 1),
  prepareForUpdate(next, old) {
    const carried = carryMetadata(next, old);
    return reuseUnchanged(deepEqual(carried.spec, old.spec) ? carried : withGeneration(carried, (old.metadata.generation ?? 0) + 1), old);
  },
  prepareForStatusUpdate: (_, old) => old,
  validate: (object) => [...validateMetadata(object.metadata), ...validateSpec(object.spec)],
  validateUpdate: (next, old) => [...validateMetadataUpdate(next.metadata, old.metadata), ...validateSpec(next.spec)],
};

function validateSpec(spec: Partial<Image["spec"]> | undefined): FieldError[] {
  const { pull, start, run, stop, probes } = spec ?? {};
  return [
    ...(spec?.image ? [] : [required("spec.image")]),
    ...range("spec.sizeBytes", spec?.sizeBytes, 1, Number.MAX_SAFE_INTEGER),
    ...range("spec.memoryBytes", spec?.memoryBytes, 0, Number.MAX_SAFE_INTEGER),
    ...range("spec.memoryGrowthBytesPerSecond", spec?.memoryGrowthBytesPerSecond, 0, Number.MAX_SAFE_INTEGER),
    ...(start && start.seconds === undefined ? [required("spec.start.seconds")] : []),
    ...seconds("spec.start.seconds", start?.seconds),
    ...seconds("spec.pull.seconds", pull?.seconds),
    ...(run && run.exitAfterSeconds === undefined ? [required("spec.run.exitAfterSeconds")] : []),
    ...seconds("spec.run.exitAfterSeconds", run?.exitAfterSeconds),
    ...range("spec.run.exitCode", run?.exitCode, 0, 255),
    ...range("spec.run.times", run?.times, 1, 1_000_000),
    ...seconds("spec.stop.afterSeconds", stop?.afterSeconds),
    ...range("spec.stop.exitCode", stop?.exitCode, 0, 255),
    ...range("spec.probes.httpStatus", probes?.httpStatus, 100, 599),
  ];
}

/** Fractions are allowed, down to a millisecond. */
function seconds(field: string, value: number | undefined): readonly FieldError[] {
  if (value === undefined || (value >= 0 && value <= LONGEST_SECONDS)) return [];
  return [invalidValue(field, value, `must be between 0 and ${LONGEST_SECONDS}, inclusive`)];
}

function range(field: string, value: number | undefined, min: number, max: number): readonly FieldError[] {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return [];
  return [invalidValue(field, value, `must be between ${min} and ${max}, inclusive`)];
}
