import { expect, it } from "vitest";
import { imageSize } from "./image-size.ts";
import { encodeJpeg } from "./jpeg.ts";
import { drawPicture } from "./picture.ts";
import { encodePng } from "./png.ts";

const picture = drawPicture("seed", 30, 17, "comment");

it("reads the size of PNG and JPEG files", async () => {
	expect(imageSize(await encodePng(picture))).toEqual({ width: 30, height: 17 });
	expect(imageSize(encodeJpeg(picture))).toEqual({ width: 30, height: 17 });
});

it.each([
	["nothing", []],
	["another file", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
	["a JPEG file that is cut", [0xff, 0xd8, 0xff, 0xe0, 0, 2, 0xff, 0xda, 0, 2]],
])("knows no size of %s", (_, bytes) => {
	expect(imageSize(Uint8Array.from(bytes))).toBe(undefined);
});
