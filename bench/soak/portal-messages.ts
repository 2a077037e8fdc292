/** What the driver asks the portal's process for. */
export type PortalRequest =
  /** How many times as long as usual methods take from now on. */
  | { readonly kind: 'slowness'; readonly factor: number }
  /** Which share of requests a fault strikes from now on; 0 for none. */
  | { readonly kind: 'faults'; readonly share: number }
  /** Writes the calls and lines to files, and reports back. */
  | { readonly kind: 'save'; readonly callsFile: string; readonly linesFile: string };

export type PortalReport =
  | { readonly kind: 'started'; readonly webhookUrl: string; readonly lineId: string }
  | { readonly kind: 'saved' };
