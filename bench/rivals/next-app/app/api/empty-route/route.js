export const dynamic = "force-dynamic";

/** The same as a route handler of the app router. */
export function GET() {
  return Response.json({});
}
