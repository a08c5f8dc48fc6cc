import type { IncomingMessage } from "node:http";

/**
 * tus 1.0.0, "X-HTTP-Method-Override": for clients behind software that lets only GET and POST pass. Only a POST to the URL
 * of an upload can become PATCH or DELETE, so that no other route sees a method that the connection did not carry.
 */
export function overrideMethod(req: IncomingMessage): void {
  if (req.method !== "POST" || !/^\/api\/uploads\/[^/]/.test(req.url ?? "")) return;
  const wanted = String(req.headers["x-http-method-override"] ?? "").toUpperCase();
  if (wanted === "PATCH" || wanted === "DELETE") req.method = wanted;
}
