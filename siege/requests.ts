import type { Random } from "../test/random";
import { type Door, doors, elsewhere, placesOf, type Shop } from "./doors";
import { headerPlaces, type Place } from "./places";
import { fillPath, parametersOf } from "./routes";
import { HOSTILE_LENGTH, type Shape, shapes } from "./shapes";
import { asTarget, type Wire } from "./wire";

/** One door with its plain request and everything a stranger can fill of it. */
export type Target = { name: string; door: Door; plain: Wire; places: Place[] };

/** Every way into the shop. */
export function findTargets(shop: Shop): Target[] {
  return Object.entries({ ...doors, ...elsewhere }).flatMap(([route, ways]) =>
    ways.map((door) => ({
      name: `${door.method} ${route}${door.as ? ` (${door.as})` : ""}`,
      door,
      plain: plainRequest(route, door, shop),
      places: [...pathPlaces(route, door, shop), ...placesOf(door, shop), ...headerPlaces],
    })),
  );
}

function plainRequest(route: string, door: Door, shop: Shop): Wire {
  const query = door.query ? `?${door.query(shop)}` : "";
  const cookie = door.who === "seller" ? shop.sellerCookie : door.who === "buyer" ? shop.buyerCookie : null;
  const type = door.json ? "application/json" : door.form ? "application/x-www-form-urlencoded" : null;
  return {
    method: door.method,
    path: `${fillPath(route, door.parameters?.(shop) ?? {})}${query}`,
    headers: {
      ...(door.method === "GET" || door.method === "HEAD" ? {} : { origin: shop.origin }),
      ...(type ? { "content-type": type } : {}),
      ...(cookie ? { cookie } : {}),
      ...(typeof door.headers === "function" ? door.headers(shop) : door.headers),
    },
    body: door.json
      ? JSON.stringify(door.json(shop))
      : door.form
        ? new URLSearchParams(door.form).toString()
        : undefined,
  };
}

function pathPlaces(route: string, door: Door, shop: Shop): Place[] {
  const given = door.parameters?.(shop) ?? {};
  const ofParameter = parametersOf(route).map((name) => ({
    name: `path ${name}`,
    first: "broken percent signs",
    fill: (wire: Wire, text: string) => ({
      ...wire,
      path: fillPath(route, { ...given, [name]: asTarget(text).replaceAll("?", "%3F") }).slice(0, HOSTILE_LENGTH),
    }),
  }));
  const behind: Place = {
    name: "path, more of it",
    first: "slashes",
    fill: (wire, text) => ({ ...wire, path: `${wire.path.split("?")[0]}/${asTarget(text)}`.slice(0, HOSTILE_LENGTH) }),
  };
  return [...ofParameter, behind];
}

/** One hostile request: a place of a door, filled with a shape. */
export type Attack = { target: Target; place: Place; shape: Shape };

/**
 * All attacks, in rounds: each round has every place of every door once, with another shape. The first one has the shape
 * that the place has to fear most; which come then is by the seed.
 */
export function* attacksIn(targets: readonly Target[], random: Random): Generator<Attack[]> {
  const orders = targets.flatMap((target) =>
    target.places.map((place) => {
      const first = shapes.filter(({ name }) => name === place.first);
      return { target, place, order: [...first, ...random.shuffle(shapes.filter((shape) => !first.includes(shape)))] };
    }),
  );
  for (let round = 0; round < shapes.length; round += 1) {
    yield orders.map(({ target, place, order }) => ({ target, place, shape: order[round] as Shape }));
  }
}

/**
 * The request of an attack, from an address that nobody else has.
 *
 * @param length how much of the shape; of what is written longer than it is (base64, escapes) there is less
 */
export function hostileRequest(
  { target, place, shape }: Attack,
  random: Random,
  address: string,
  length = HOSTILE_LENGTH,
): Wire {
  const share = (place.bytes ?? HOSTILE_LENGTH) / HOSTILE_LENGTH;
  const wire = place.fill(target.plain, shape.make(Math.floor(length * share), random));
  // What is written in front of it does not count, and is its own place.
  const own = wire.headers["x-forwarded-for"];
  const forwarded = own === undefined ? address : `${String(own).replace(/,[^,]*$/, "")}, ${address}`;
  return { ...wire, headers: { ...wire.headers, "x-forwarded-for": forwarded } };
}

/** Addresses in their own networks (each another /48), so that no limit counts two of them as one. */
export function addresses(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `2a0b:${(count >> 16).toString(16)}:${(count & 0xffff).toString(16)}::1`;
  };
}
