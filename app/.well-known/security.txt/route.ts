import { AppError } from "@/lib/errors";
import { methods, route } from "@/lib/http/route";
import { securityTxt } from "@/lib/legal/security-txt";

/** `GET /.well-known/security.txt` (RFC 9116). 404 without a contact. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ limit: "page" }, ({ now }) => {
    const text = securityTxt(now);
    if (text === null) throw new AppError("not_found");
    return new Response(text, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
  }),
});
