import { foreignAnswer } from "@/lib/foreign-answers";
import { answers } from "@/lib/i18n/messages/en/answers";

/** What to say about an answer that is not the server's: what happened, and what to do about it. */
export function foreignWords(status: number): { code: string; words: string } {
  const code = foreignAnswer(status);
  return { code, words: `${answers[code].replace("{status}", String(status))} ${answers[`${code}_how`]}` };
}
