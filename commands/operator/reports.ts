import { VERDICTS } from "@/lib/decisions/schema";
import { decideAppeal } from "@/lib/reports/decide-appeal";
import { decideReport } from "@/lib/reports/decide-report";
import { listAppeals, readAppeal } from "@/lib/reports/list-appeals";
import { listReports } from "@/lib/reports/list-reports";
import { readReport } from "@/lib/reports/read-report";
import { commandLine, readReasons, requireYes } from "./decide";
import { type Options, oneOf, required, wordAt } from "./options";
import { type Answer, lines, pageOf } from "./print";

const AT_ONCE = 50;
const STATES = ["open", "decided"] as const;

/** `reports [--state open|decided]` */
export async function showReports({ values: { state, before } }: Options): Promise<Answer> {
  const rows = await listReports({ state: readState(state), before, take: AT_ONCE });
  return pageOf({ rows, before: nextOf(rows) }, ({ number, state: is, reason, file, sentAt }) => {
    return `${sentAt}  ${number}  ${is.padEnd(7)}  ${reason}  ${file.id}  ${file.title}`;
  });
}

/** `report NUMBER` */
export async function showReport(options: Options): Promise<Answer> {
  const report = await readReport(wordAt(options, 1, "the number of the report"));
  return { json: report, text: lines(report) };
}

/** `appeals [--state open|decided]` */
export async function showAppeals({ values: { state, before } }: Options): Promise<Answer> {
  const rows = await listAppeals({ state: readState(state), before, take: AT_ONCE });
  return pageOf({ rows, before: nextOf(rows) }, ({ id, sentAt, state: is, by, decision, file }) => {
    return `${sentAt}  ${id}  ${is.padEnd(8)}  by the ${by}  against ${decision.verdict}  ${file?.title ?? decision.on.id}`;
  });
}

/** `appeal ID` */
export async function showAppeal(options: Options): Promise<Answer> {
  const appeal = await readAppeal(wordAt(options, 1, "the id of the appeal"));
  return { json: appeal, text: lines(appeal) };
}

/** `decide report NUMBER VERDICT`, `decide appeal ID upheld|VERDICT` */
export function decideReportOrAppeal(options: Options, now: Date): Promise<Answer> {
  const what = oneOf(wordAt(options, 1, "“report” or “appeal”"), ["report", "appeal"], "What is decided");
  return what === "report" ? decideOneReport(options, now) : decideOneAppeal(options, now);
}

async function decideOneReport(options: Options, now: Date): Promise<Answer> {
  const report = await readReport(wordAt(options, 2, "the number of the report"));
  const verdict = oneOf(wordAt(options, 3, "the verdict"), VERDICTS, "A verdict");
  const reasons = readReasons(options);
  if (verdict === "deleted") await requireYes(options, report.file.id);
  const together = options.flags.alone ? [] : report.others.map(({ id }) => id);
  const { unfounded } = options.flags;
  const input = { verdict, ...reasons, after: report.after, together, unfounded };
  const { id } = await decideReport(report.id, input, commandLine, now);
  const count = together.length + 1;
  return {
    json: { decisionId: id, verdict, reports: count },
    text: [`Decided: ${verdict}, on ${count} ${count === 1 ? "report" : "reports"} (decision ${id}).`],
  };
}

async function decideOneAppeal(options: Options, now: Date): Promise<Answer> {
  const appeal = await readAppeal(wordAt(options, 2, "the id of the appeal"));
  const outcome = oneOf(wordAt(options, 3, "“upheld”, or the new verdict"), ["upheld", ...VERDICTS], "An outcome");
  const reasons = required(options, "facts");
  if (outcome === "upheld") {
    await decideAppeal(appeal.id, { outcome, reasons }, commandLine, now);
    return { json: { outcome, decisionId: null }, text: ["The decision is upheld."] };
  }
  if (outcome === "deleted") await requireYes(options, appeal.decision.on.id);
  const legalBasis = options.values["legal-basis"];
  const ground = options.values.ground === undefined ? undefined : readReasons(options).ground;
  const input = { outcome: "reversed", reasons, verdict: outcome, ground, legalBasis, after: appeal.after } as const;
  const { decisionId } = await decideAppeal(appeal.id, input, commandLine, now);
  return { json: { outcome: "reversed", decisionId }, text: [`Reversed: ${outcome} (decision ${decisionId}).`] };
}

function readState(text: string | undefined) {
  return text === undefined ? undefined : oneOf(text, STATES, "--state");
}

function nextOf(rows: { id: string }[]): string | null {
  return rows.length === AT_ONCE ? (rows.at(-1)?.id ?? null) : null;
}
