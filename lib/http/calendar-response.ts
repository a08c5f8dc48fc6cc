import "server-only";
import { attachmentDisposition } from "./attachment";

/** Answers with a calendar file (RFC 5545), to be handed to whatever keeps the reader's calendar. */
export function calendarResponse(file: string): Response {
  return new Response(file, {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": attachmentDisposition("download-until.ics"),
    },
  });
}
