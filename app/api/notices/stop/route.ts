import { methods, route } from "@/lib/http/route";
import { stopByToken } from "@/lib/notices/follow-link";

/** `POST /api/notices/stop?token=`: unsubscribes, as mail programs do it (RFC 8058). The token opens nothing. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ limit: "claim" }, async ({ request, now }) => {
    await stopByToken(new URL(request.url).searchParams.get("token") ?? "", now);
    return new Response(null, { status: 204 });
  }),
});
