import { AppError } from "@/lib/errors";
import { isOperator } from "@/lib/http/operator";
import { methods, route } from "@/lib/http/route";
import { readMetrics } from "@/lib/metrics";

/**
 * `GET /metrics`: with METRICS_TOKEN as a bearer token; without that setting for programs on this machine. 404 for
 * anyone else.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ limit: "metrics" }, async ({ request, now }) => {
    if (!isOperator(request.headers)) throw new AppError("not_found");
    const headers = { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" };
    return new Response(await readMetrics(now), { headers });
  }),
});
