import type { ReportKind } from "./schema";

/** What `FormData` and `URLSearchParams` have in common. */
type Filled = { get(name: string): unknown };

/** The texts of the form by their names, as they were typed. */
export type TypedReport = Partial<Record<(typeof TYPED)[number], string>>;

const TYPED = [
  "kind",
  "reason",
  "explanation",
  "location",
  "name",
  "email",
  "work",
  "owner",
  "contact",
  "signature",
  "goodFaith",
  "authorised",
] as const;

/** Everything that was typed, for showing the form again. */
export function readTyped(given: Filled): TypedReport {
  return Object.fromEntries(TYPED.map((name) => [name, given.get(name)]).filter(([, value]) => value !== null));
}

export function readKind(given: unknown): ReportKind {
  return given === "copyright" ? "copyright" : "notice";
}

/** The filled-in form as the body of `POST /api/reports`, with the fields of its kind. The server checks all of it. */
export function readReportForm(given: Filled, fileId: string): Record<string, unknown> {
  const text = (name: string) => String(given.get(name) ?? "").trim();
  const optional = (name: string) => text(name) || undefined;
  const isTicked = (name: string) => given.get(name) !== null;
  const kind = readKind(given.get("kind"));
  const goodFaith = isTicked("goodFaith");
  const common = { kind, fileId, explanation: text("explanation"), location: optional("location"), goodFaith };
  if (kind === "notice") return { ...common, reason: text("reason"), name: optional("name"), email: optional("email") };
  return {
    ...common,
    work: text("work"),
    owner: text("owner"),
    name: text("name"),
    email: text("email"),
    contact: text("contact"),
    signature: text("signature"),
    authorised: isTicked("authorised"),
  };
}
