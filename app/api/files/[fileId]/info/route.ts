import { readInfo } from "@/lib/files/read-info";
import { methods, route } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ cors: "payment", limit: "fileInfo", params: ["fileId"] }, ({ params, now }) =>
    readInfo(params.fileId, now),
  ),
});
