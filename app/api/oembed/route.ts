import { answerOEmbed } from "@/lib/embeds/answer-oembed";
import { methods, route } from "@/lib/http/route";

/** `GET /api/oembed?url=…`: how another site shows a file (https://oembed.com). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ cors: "payment", limit: "fileInfo" }, ({ request, now }) =>
    answerOEmbed(new URL(request.url).searchParams, now),
  ),
});
