import { llmsTxt } from "@/lib/catalog/llms-txt";
import { methods, route } from "@/lib/http/route";

/** `GET /llms.txt`: this shop in words for programs that read. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { cors: "payment", limit: "catalog" },
    () => new Response(llmsTxt(), { headers: { "Content-Type": "text/plain; charset=utf-8" } }),
  ),
});
