import { AppError } from "@/lib/errors";
import { readPdfPart } from "@/lib/http/pdf-part";
import { methods, route } from "@/lib/http/route";

/** Parts of pdf.js that some PDFs need to be shown: public, from the npm package, never anything uploaded. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ params: ["kind", "name"] }, async ({ params }) => {
    const part = await readPdfPart(params.kind, params.name);
    if (!part) throw new AppError("not_found");
    return new Response(new Uint8Array(part.bytes), {
      headers: {
        "Content-Type": part.mediaType,
        "Content-Length": String(part.bytes.length),
        "Cache-Control": "public, max-age=86400",
      },
    });
  }),
});
