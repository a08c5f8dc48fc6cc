import { methods, route } from "@/lib/http/route";
import { lookAtLink } from "@/lib/notices/follow-link";
import { lookAtLinkSchema } from "@/lib/notices/schema";

/** `POST /api/notices/look {link}`: what a link in a mail is for. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ body: lookAtLinkSchema, limit: "claim" }, ({ body, now }) => lookAtLink(body.link, now)),
});
