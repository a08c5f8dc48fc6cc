import { methods, route } from "@/lib/http/route";
import { followLink } from "@/lib/notices/follow-link";
import { useLinkSchema } from "@/lib/notices/schema";

/** `POST /api/notices/use {link, claimToken?, again?}`: does what a link in a mail is for. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ body: useLinkSchema, limit: "claim" }, async ({ body, now }) => {
    const used = await followLink(body, now);
    const response = Response.json(used.body);
    for (const cookie of used.cookies) response.headers.append("Set-Cookie", cookie);
    return response;
  }),
});
