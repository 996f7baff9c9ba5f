/** Members of Leaflet 1.9.4 that its published types leave out and that the map engine stands on. */

import type { Bounds, LeafletEventHandlerFn } from 'leaflet';

declare module 'leaflet' {
  interface Map {
    _animatingZoom?: boolean;
  }

  interface Renderer {
    _bounds: Bounds;
    _zoom: number;
    initialize(options?: object): void;
    onAdd(map: Map): this;
    onRemove(map: Map): this;
    _update(): void;
  }

  interface LeafletEventHandlerFnMap {
    /** Of the asset layer. */
    changes?: () => void;
    snapshot?: () => void;
  }

  interface Handler {
    moving?(): boolean;
  }

  interface Layer {
    getEvents?(): { [name: string]: LeafletEventHandlerFn };
  }
}
