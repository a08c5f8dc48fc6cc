import { hostileContainers } from "./hostile-media/containers";
import { hostileFilms } from "./hostile-media/films";
import { hostileSounds } from "./hostile-media/sounds";

export type { HostileFile } from "./hostile-media/hostile-file";

/** Sounds and films that want too much of who reads them; none of them is kept on a disk, or in memory as a whole. */
export const hostileMedia = () => [...hostileSounds(), ...hostileContainers(), ...hostileFilms()];
