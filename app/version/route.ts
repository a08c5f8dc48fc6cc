import { methods, route } from "@/lib/http/route";
import packageJson from "@/package.json";

/** `GET /version`: the version of Filekiosk. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({}, () => ({ name: packageJson.name, version: packageJson.version })),
});
