import { PASS_HEADER, readPass } from "@/lib/doctor-probe/pass";
import { AppError } from "@/lib/errors";
import { readReadiness } from "@/lib/health/readiness";
import { isOperator } from "@/lib/http/operator";
import { methods, route } from "@/lib/http/route";
import { settings } from "@/lib/settings/settings";

/**
 * `GET /readyz`: 200 when this server can sell, else 503. Requests that may read `/metrics`, and `npm run doctor`, get the
 * checks, with the names of what is not ready; others only get the result.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({}, async ({ request, now }) => {
    const { ready, checks } = await readReadiness(now);
    const told = isOperator(request.headers) || isDoctor(request, now);
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

function isDoctor({ headers, method, url }: Request, now: Date): boolean {
  const asked = { method, path: new URL(url).pathname };
  return readPass(headers.get(PASS_HEADER), asked, settings().sessionSecret, now) === "readiness";
}
