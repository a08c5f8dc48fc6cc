import { REPORT_REASONS } from "@/lib/reports/limits";
import type { SendReport } from "@/lib/reports/schema";

/** The filled-in form as the route takes it. What the browser requires is there; the server checks everything again. */
export function readForm(form: HTMLFormElement, fileId: string, token: string): SendReport {
  const given = new FormData(form);
  const text = (name: string) => String(given.get(name) ?? "").trim();
  const optional = (name: string) => text(name) || undefined;
  const common = { fileId, token, explanation: text("explanation"), location: optional("location") };
  if (text("kind") === "copyright") {
    return {
      ...common,
      kind: "copyright",
      work: text("work"),
      owner: text("owner"),
      name: text("name"),
      email: text("email"),
      contact: text("contact"),
      signature: text("signature"),
      goodFaith: true,
      authorised: true,
    };
  }
  const reason = REPORT_REASONS.find((one) => one === text("reason")) ?? "illegal";
  return {
    ...common,
    kind: "notice",
    reason,
    name: optional("name"),
    email: optional("email"),
    goodFaith: true,
  };
}
