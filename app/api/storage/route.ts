import { methods, route } from "@/lib/http/route";
import { storageTerms } from "@/lib/products/storage/storage-terms";

/** `GET /api/storage`: what storage costs here, and how much of it is free. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ cors: "payment", limit: "fileInfo" }, () => storageTerms()),
});
