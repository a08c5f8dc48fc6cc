import type { Examined } from "@/lib/doctor/examine";
import type { Finding, Severity } from "@/lib/doctor/finding";

const MARKS: Record<Severity, string> = { fault: "FAULT  ", warning: "warning", fine: "ok     " };
const INDENT = " ".repeat(9);
const ORDER: readonly Severity[] = ["fault", "warning", "fine"];

/** Everything that was found, for people: under each heading the worst first. */
export function describe(examined: readonly Examined[]): string {
  const sections = examined
    .filter(({ findings }) => findings.length > 0)
    .map(({ title, findings }) => [title, ...worstFirst(findings).map(describeOne)].join("\n"));
  return [...sections, summaryOf(examined)].join("\n\n");
}

function worstFirst(findings: readonly Finding[]): Finding[] {
  return ORDER.flatMap((severity) => findings.filter((one) => one.severity === severity));
}

function describeOne({ severity, about, words, fix, code }: Finding): string {
  const prefix = about && !words.startsWith(about) ? `${about}: ` : "";
  const head = `  ${MARKS[severity]} ${prefix}${words}`;
  if (severity === "fine") return head;
  return [head, ...(fix ? [`${INDENT} What to do: ${fix}`] : []), `${INDENT} (${code})`].join("\n");
}

function summaryOf(examined: readonly Examined[]): string {
  const { faults, warnings } = countAll(examined);
  if (faults + warnings === 0) return "This shop is sound.";
  return `${faults} ${faults === 1 ? "fault" : "faults"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}. docs/operate/doctor.md explains the codes.`;
}

/** Faults and warnings. */
export function countAll(examined: readonly Examined[]): { faults: number; warnings: number } {
  const all = examined.flatMap(({ findings }) => findings);
  const count = (severity: Severity) => all.filter((one) => one.severity === severity).length;
  return { faults: count("fault"), warnings: count("warning") };
}

/** The same for programs. */
export function toJson(examined: readonly Examined[]) {
  const { faults, warnings } = countAll(examined);
  const findings = examined.flatMap(({ title, findings }) => findings.map((one) => ({ section: title, ...one })));
  return { sound: faults === 0, faults, warnings, findings };
}
