import { expect, it } from "vitest";
import { holds } from "./gateway-condition.ts";

const subject = {
	body: { model: "m", max_tokens: 100, user: { tier: "gold" } },
	headers: { "x-plan": "free" },
	metadata: { plan: "free", seats: 5 },
};

it.each<[unknown, boolean]>([
	[{ "metadata.plan": { $eq: "free" } }, true],
	[{ "metadata.plan": { $ne: "free" } }, false],
	[{ "metadata.plan": "free" }, true],
	[{ "metadata.seats": { $gt: 4, $lt: 6 } }, true],
	[{ "metadata.seats": { $gte: 6 } }, false],
	[{ "metadata.seats": { $lte: 5 } }, true],
	[{ "metadata.plan": { $in: ["paid", "free"] } }, true],
	[{ "metadata.plan": { $nin: ["paid", "free"] } }, false],
	[{ "metadata.none": { $exists: false } }, true],
	[{ "headers.x-plan": "free" }, true],
	[{ "body.user.tier": "gold" }, true],
	[{ max_tokens: { $gt: 99 } }, true],
	[{ "metadata.plan": "free", "metadata.seats": 4 }, false],
	[{ $and: [{ "metadata.plan": "free" }, { "metadata.seats": 5 }] }, true],
	[{ $or: [{ "metadata.plan": "paid" }, { "metadata.seats": 5 }] }, true],
	[{ $not: { "metadata.plan": "free" } }, false],
	[{ "metadata.plan": { $unknown: 1 } }, false],
	[{ "metadata.plan": { constructor: 1 } }, false],
	[undefined, false],
])("%j is %s", (condition, expected) => {
	expect(holds(condition, subject)).toBe(expected);
});
