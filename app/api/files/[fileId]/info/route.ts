import { methods, route } from "@/lib/http/route";
import { readInfo } from "@/lib/products/files/read-info";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ cors: "payment", limit: "fileInfo", params: ["fileId"] }, ({ params, now }) =>
    readInfo(params.fileId, now),
  ),
});
