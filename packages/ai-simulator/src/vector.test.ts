import { describe, expect, it } from "vitest";
import { vectorOf } from "./vector.ts";

const dot = (a: number[], b: number[]) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

describe("vectorOf", () => {
	it("gives the same text the same unit vector", () => {
		const vector = vectorOf("The cat sat on the mat", 384);
		expect(vector).toEqual(vectorOf("The cat sat on the mat", 384));
		expect(dot(vector, vector)).toBeCloseTo(1, 5);
	});

	it("puts texts that share words closer together than texts that do not", () => {
		const cat = vectorOf("The cat sat on the mat", 768);
		const near = dot(cat, vectorOf("A cat sat on a mat", 768));
		expect(near).toBeGreaterThan(0.5);
		expect(near).toBeGreaterThan(dot(cat, vectorOf("Quarterly revenue grew by nine percent", 768)) + 0.3);
	});

	it("has a direction for a text without words", () => {
		expect(dot(vectorOf("!?", 8), vectorOf("!?", 8))).toBeCloseTo(1, 5);
	});
});
