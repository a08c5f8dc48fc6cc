import { text } from "./text";

/** Who sends the bytes of files: this program, or nginx from a location that only it may enter. */
export type SendFiles = { by: "node" } | { by: "nginx"; location: string };

/** "node", "nginx", or "nginx:/prefix/" with the internal location's name. */
export const sendFiles = text((value): SendFiles => {
  if (value === "node") return { by: "node" };
  const [, location = "/filekiosk-files/"] = /^nginx(?::(\/[a-z0-9][a-z0-9_-]{2,60}\/))?$/.exec(value) ?? ["", ""];
  // Those are our own paths: as an internal location they would be closed to everybody.
  if (!location || location === "/api/" || location === "/dashboard/") {
    throw new Error("has to be `node`, `nginx`, or `nginx:` and the location's name, such as nginx:/filekiosk-files/.");
  }
  return { by: "nginx", location };
});
