import { Readable } from "node:stream";
import { exportEntries } from "@/lib/accounts/export-entries";
import { readPeriod } from "@/lib/accounts/read-period";
import { methods, route } from "@/lib/http/route";

const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;

/** `GET /api/sales/export?from=&to=&format=csv|ndjson`: the seller's sales and refunds by period, the oldest first, streamed. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "export" }, ({ request, session }) => {
    const query = new URL(request.url).searchParams;
    const period = readPeriod({ from: query.get("from"), to: query.get("to") });
    const format = query.get("format") === "csv" ? "csv" : "ndjson";
    const pieces = Readable.from(exportEntries(session.sellerId, period, format));
    const lines = Readable.toWeb(pieces) as ReadableStream<string>;
    const name = ["sales", query.get("from"), query.get("to")].filter(Boolean).join("_");
    const headers = {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="${name}.${format}"`,
    };
    return new Response(lines.pipeThrough(new TextEncoderStream()), { headers });
  }),
});
