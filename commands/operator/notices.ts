import { listDeadNotices, retryNotice } from "@/lib/operator/dead-notices";
import { commandLine } from "./decide";
import { type Options, wordAt } from "./options";
import { type Answer, pageOf } from "./print";

/** `notices`: messages that could not be delivered. */
export async function showNotices({ values: { before } }: Options): Promise<Answer> {
  return pageOf(await listDeadNotices(before), ({ id, at, kind, subjectId, channel, recipient, attempts, error }) => {
    return `${at}  ${id}  ${kind} ${subjectId}  by ${channel} to ${recipient}  ${attempts} attempts  ${error ?? ""}`;
  });
}

/** `retry-notice ID` */
export async function retryHere(options: Options, now: Date): Promise<Answer> {
  const id = wordAt(options, 1, "the id of the message");
  await retryNotice(id, commandLine, now);
  return { json: { id }, text: ["It is sent again within a minute, if the shop runs."] };
}
