import { AppError } from "@/lib/errors";
import { readReadiness } from "@/lib/health";
import { methods, route } from "@/lib/http/route";

/** `GET /readyz`: 200 when this server can sell, else 503 with the names of what is not ready. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({}, async ({ now }) => {
    const { ready, checks } = await readReadiness(now);
    if (ready) return { status: "ready", checks };
    const notReady = checks.filter((check) => !check.ready).map(({ name }) => name);
    throw new AppError("not_ready", {
      detail: `Not ready: ${notReady.join(", ")}.`,
      members: { notReady, checks },
      headers: { "Retry-After": "5" },
    });
  }),
});
