import { AppError } from "@/lib/errors";
import { readReadiness } from "@/lib/health/readiness";
import { isOperator } from "@/lib/http/operator";
import { methods, route } from "@/lib/http/route";

/**
 * `GET /readyz`: 200 when this server can sell, else 503. Requests that may read `/metrics` get the checks, with the
 * names of what is not ready; others only get the result.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({}, async ({ request, now }) => {
    const { ready, checks } = await readReadiness(now);
    const told = isOperator(request.headers);
    if (ready) return told ? { status: "ready", checks } : { status: "ready" };
    if (!told) throw new AppError("not_ready", { headers: { "Retry-After": "5" } });
    const notReady = checks.filter((check) => !check.ready).map(({ name }) => name);
    throw new AppError("not_ready", {
      detail: `Not ready: ${notReady.join(", ")}.`,
      members: { notReady, checks },
      headers: { "Retry-After": "5" },
    });
  }),
});
