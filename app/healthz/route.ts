import { methods, route } from "@/lib/http/route";

/** `GET /healthz`: the process responds. Nothing else is checked: a restart would fix neither database nor chain. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({}, () => ({ status: "ok" })),
});
