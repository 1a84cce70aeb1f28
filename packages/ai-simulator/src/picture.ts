import { randomFrom } from "./random.ts";

/** Red, green and blue, each from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** An image before it is a file. */
export interface Picture {
	/** Pixels. */
	readonly width: number;
	/** Pixels. */
	readonly height: number;
	/** The colour of the tile of 8 by 8 pixels in this column and row. */
	readonly colourOf: (column: number, row: number) => Colour;
	/** Goes into the file's comment. */
	readonly comment: string;
}

/** Width and height of a tile in pixels. */
export const TILE = 8;

/** A picture whose colours follow from `seed`: two of them across the plane, a disc of a third in it. */
export function drawPicture(seed: string, width: number, height: number, comment: string): Picture {
	const random = randomFrom(`picture:${seed}`);
	const colour = (): Colour => [random() * 255, random() * 255, random() * 255];
	const [from, to, disc] = [colour(), colour(), colour()];
	const [centreX, centreY, radius] = [random(), random(), 0.15 + random() / 4];
	return {
		width,
		height,
		comment,
		colourOf(column, row) {
			const x = (column * TILE) / width;
			const y = (row * TILE) / height;
			if (Math.hypot(x - centreX, y - centreY) < radius) return disc;
			const share = (x + y) / 2;
			const mixed = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
			return [mixed(0), mixed(1), mixed(2)];
		},
	};
}
