import { latinText } from "./bytes.ts";

/** Width and height of a PNG or JPEG file in pixels; undefined for other files. */
export function imageSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (latinText(bytes.subarray(0, 4)) === "\x89PNG" && bytes.length >= 24) {
		return { width: view.getUint32(16), height: view.getUint32(20) };
	}
	// A JPEG file is a list of segments; the one with the size is a start of frame.
	for (let at = 2; bytes[0] === 0xff && bytes[1] === 0xd8 && at + 9 <= bytes.length; at += 2 + view.getUint16(at + 2)) {
		const marker = view.getUint8(at + 1);
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
	}
	return undefined;
}
