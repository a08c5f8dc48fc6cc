import "server-only";
import { attachmentDisposition } from "./attachment";

/** Responds with a calendar file (RFC 5545), for the reader's calendar app. */
export function calendarResponse(file: string): Response {
  return new Response(file, {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": attachmentDisposition("download-until.ics"),
    },
  });
}
