import "server-only";
import { createHash } from "node:crypto";
import { toProblem } from "@/lib/http/problem";
import { takeLimit } from "@/lib/http/rate-limit";
import { readWire } from "@/lib/read-wire";
import type { FormAnswer } from "./form-answers";
import { readReportForm, readTyped } from "./read-form";
import { sendReportSchema } from "./schema";
import { type Sender, sendReport } from "./send-report";

/**
 * Sends the report of a plain form, which counts against the limit of reports. What is wrong becomes an answer too, for the
 * page of the form.
 *
 * @throws AppError `file_not_found`: there is no page to show anything on
 */
export async function answerForm(
  form: URLSearchParams,
  fileId: string,
  sender: Sender,
  now: Date,
): Promise<FormAnswer> {
  try {
    await takeLimit("report", sender.ipPrefix);
    const body = readReportForm(form, fileId);
    const token = tokenOf(form.get("page"), body);
    const report = readWire(sendReportSchema, { ...body, token });
    if (!report.success) throw report.error;
    return { fileId, sent: await sendReport(report.data, sender, now) };
  } catch (error) {
    const { body: problem } = toProblem(error);
    if (problem.code === "file_not_found") throw error;
    return { fileId, typed: readTyped(form), problem };
  }
}

/**
 * The token of a report from a page that has a secret for it: the same for the same report, so that a button pressed twice
 * sends one report and shows its link, and another one for a report that was changed since.
 */
function tokenOf(pageSecret: string | null, body: object): string | undefined {
  if (!pageSecret) return undefined;
  return createHash("sha256")
    .update(JSON.stringify([pageSecret, body]))
    .digest("base64url");
}
