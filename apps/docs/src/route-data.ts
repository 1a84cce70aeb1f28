import { defineRouteMiddleware, type StarlightRouteData } from "@astrojs/starlight/route-data";
import entries from "../.generated/exports.json";

type SidebarEntry = StarlightRouteData["sidebar"][number];
type SidebarLink = Extract<SidebarEntry, { type: "link" }>;

/** In the navigation an entry of the API shows its exports only where one is in it: all together are far too many. */
export const onRequest = defineRouteMiddleware(({ locals }) => {
	const route = locals.starlightRoute;
	const reference = route.sidebar.find((entry) => entry.label === "API reference");
	if (reference?.type !== "group" || !route.id.startsWith("api/")) return;
	const { pathname } = new URL(`http://site/${route.id}/`);
	const [here] = entries
		.filter(({ slug }) => pathname.startsWith(`/${slug}/`))
		.sort((a, b) => b.slug.length - a.slug.length);
	if (!here) return;
	reference.entries = reference.entries.map((entry): SidebarEntry => {
		if (entry.type !== "link" || entry.href !== `/${here.slug}/`) return entry;
		const own = here.names.filter(({ from }) => from === undefined);
		return {
			type: "group",
			label: entry.label,
			collapsed: false,
			badge: undefined,
			entries: [{ ...entry, label: "All exports" }, ...own.map(({ name, page }) => linkTo(name, page, pathname))],
		};
	});
});

function linkTo(label: string, href: string, pathname: string): SidebarLink {
	return { type: "link", label, href, isCurrent: href === pathname, badge: undefined, attrs: {} };
}
