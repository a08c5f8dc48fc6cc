import "server-only";
import { createHash } from "node:crypto";
import { cleanLine, cleanParagraphs } from "@/lib/clean-text";
import { wrongField } from "@/lib/errors";
import type { SendReport } from "./schema";

/** What a report says, as it is stored: without hidden characters. */
export type ReportContent = {
  fileId: string;
  kind: "notice" | "copyright";
  reason: string;
  explanation: string;
  location: string;
  name: string | null;
  email: string | null;
  work: string | null;
  owner: string | null;
  contact: string | null;
  signature: string | null;
};

/**
 * @param fileUrl where the report is about, unless it says it more exactly
 * @throws AppError `invalid_input` when a text has no character that can be read
 */
export function readContent(sent: SendReport, fileUrl: string): ReportContent {
  const { fileId, kind } = sent;
  const needed = (field: string, text: string) => {
    if (text !== "") return text;
    throw wrongField("invalid_input", field, "Write characters that can be read.", "required");
  };
  const explanation = needed("explanation", cleanParagraphs(sent.explanation));
  const location = cleanParagraphs(sent.location ?? "") || fileUrl;
  // One spelling, so that limits and counts know the address again.
  const email = sent.email?.toLowerCase() ?? null;
  if (kind === "notice") {
    const name = cleanLine(sent.name ?? "") || null;
    const none = { work: null, owner: null, contact: null, signature: null };
    return { fileId, kind, reason: sent.reason, explanation, location, name, email, ...none };
  }
  return {
    fileId,
    kind,
    reason: "copyright",
    explanation,
    location,
    name: needed("name", cleanLine(sent.name)),
    email,
    work: needed("work", cleanParagraphs(sent.work)),
    owner: needed("owner", cleanLine(sent.owner)),
    contact: needed("contact", cleanParagraphs(sent.contact)),
    signature: needed("signature", cleanLine(sent.signature)),
  };
}

/**
 * The same for the same report from the same network. The network is part of it, so that nobody else learns by guessing
 * whether a file was reported.
 */
export function hashContent(content: ReportContent, ipPrefix: string): string {
  return createHash("sha256")
    .update(JSON.stringify([content, ipPrefix]))
    .digest("hex");
}
