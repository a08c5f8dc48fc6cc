import { ipPrefix } from "@/lib/http/client-ip";
import type { LimitName } from "@/lib/http/rate-limit";
import { methods, route } from "@/lib/http/route";
import { handleUpload } from "@/lib/uploads/protocol/handle-upload";

const door = (limit: LimitName) =>
  route({ limit, session: "optional" }, ({ request, session, ip, now }) =>
    handleUpload(request, { session, ipPrefix: ipPrefix(ip), now }),
  );
const part = door("uploadPart");

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: door("uploadCreate"),
  PATCH: part,
  HEAD: part,
  DELETE: part,
  OPTIONS: part,
});
