import { useWords } from "#i18n";
import { formatMoney } from "@/components/ui/format";
import type { FieldError } from "@/lib/errors";
import type { Words } from "@/lib/i18n/words";
import { parseUsd } from "@/lib/money";
import { RequestProblem } from "./request";

/** An error in a field, in the reader's language by its code; for an unknown code in the server's words. */
export function fieldWords(t: Words<"fields">, { code, message, values = {} }: FieldError): string {
  if (!t.has(code)) return message;
  const said = Object.entries(values).map(([name, value]) => [name, name === "price" ? money(value, t) : value]);
  return (t as (key: string, values: object) => string)(code, Object.fromEntries(said));
}

/** Shows the server's errors for each field of a form. */
export function useFieldErrors(error: unknown): (field: string) => string | undefined {
  const t = useWords("fields");
  return (field) => {
    const found = error instanceof RequestProblem && error.problem.errors?.find((one) => one.field === field);
    return found ? fieldWords(t, found) : undefined;
  };
}

function money(usd: string | number, t: Words<"fields">): string {
  return formatMoney(parseUsd(String(usd)) ?? 0n, t.locale);
}
