import { Readable } from "node:stream";
import { methods, route } from "@/lib/http/route";
import { exportAudit } from "@/lib/operator/export-audit";

const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson" } as const;

/** `GET /api/operator/audit?format=csv|ndjson&act=&by=&subject=`: the audit log as a file, the newest line first. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ operator: "required", limit: "operator" }, ({ request }) => {
    const { format: wanted, ...filters } = Object.fromEntries(new URL(request.url).searchParams);
    const format = wanted === "csv" ? "csv" : "ndjson";
    const lines = Readable.toWeb(Readable.from(exportAudit(filters, format))) as ReadableStream<string>;
    const headers = {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="audit-log.${format}"`,
    };
    return new Response(lines.pipeThrough(new TextEncoderStream()), { headers });
  }),
});
