/** Where requests go: a tier of the topology, or a system of the user's own. */
export type Target = { readonly kind: 'tier'; readonly tier: string } | { readonly kind: 'url'; readonly url: string }
