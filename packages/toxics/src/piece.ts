/** What flows through the proxy in one direction, in order. */
export type Piece = { readonly kind: 'data'; readonly data: Buffer } | { readonly kind: 'end'; readonly how: End }

/**
 * How a direction ends. `fin`: its source will send nothing more; the other direction goes on. `reset`: its source
 * reset the connection. The others end the whole connection because a toxic says so.
 */
export type End = 'fin' | 'reset' | 'toxic-reset' | 'toxic-close'
