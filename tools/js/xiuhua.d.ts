/** What the scripts in assets/js share: `window.xiuhua`, the data of the server, and what libraries put on the page. */

declare namespace Xiuhua {
  /** Chinese first, as everywhere. */
  type Pair = [zh: string, en: string];
  type State = 'normal' | 'minor' | 'major' | 'critical' | 'offline';
  type Feed = 'people' | 'cases' | 'catalogue' | 'roster' | 'alarms' | 'camera_events' | 'quarantine' | 'registry' | 'walls';

  /** How the map writes a figure of an asset. */
  interface Headline {
    metric: string;
    label: Pair;
    digits: number;
    /** With the gap before it. */
    unit: Pair;
  }

  /** layouts/catalogue.py */
  interface Catalogue {
    texts: Record<string, Pair>;
    words: Record<string, Record<string, Pair>>;
    headlines: Headline[];
    states: State[];
    feeds: Feed[];
  }

  /* People on duty: api/duty.py */

  interface PatrolLine {
    geometry: { coordinates: [lon: number, lat: number][][] };
    properties: { code: string, name: string, share: number, walked_m: number, length_m: number };
  }
  interface PatrolPerson {
    geometry: { coordinates: [lon: number, lat: number] } | null;
    properties: { number: string, name: string, standing: string, hue: number, age_s: number };
  }

  /* Cameras */

  /** Why a camera shows nothing: the status of the answer (0: there was none), and its words. */
  interface CameraRefusal {
    status: number;
    why: string;
  }
  /** Where a way of watching puts its pictures, and says that it cannot go on. */
  interface Screen {
    /** Of the camera, without / at the end. */
    readonly address: string;
    /** How far apart stills are. */
    readonly every_ms: number;
    show(element: HTMLElement, age_ms: number): void;
    fail(refusal: CameraRefusal): void;
  }
  /** What of hls.js 1.7.4 we use. */
  interface HlsError {
    fatal: boolean;
    response?: { code: number };
    networkDetails?: unknown;
  }
  interface Hls {
    on(event: 'level', fn: (event: string, told: { details: { edge: number }; networkDetails: unknown }) => void): void;
    on(event: 'error', fn: (event: string, told: HlsError) => void): void;
    on(event: 'attached', fn: () => void): void;
    loadSource(address: string): void;
    attachMedia(video: HTMLVideoElement): void;
    destroy(): void;
  }
  interface HlsLibrary {
    new (settings: object): Hls;
    isSupported(): boolean;
    Events: { LEVEL_LOADED: 'level'; ERROR: 'error'; MEDIA_ATTACHED: 'attached' };
  }
  /** Begins to watch; returns what ends it. */
  type CameraWay = (screen: Screen) => () => void;

  /* Elements */

  type Kind<T extends Element> = { new (): T; readonly name: string };
  /** The first row whose selector fits acts. */
  type ClickTable = [selector: string, act: (found: HTMLElement) => unknown][];

  /* The live channel */

  type Value = number | string | boolean | null;
  type Values = Record<string, Value>;
  /** One changed asset: its state, and when (epoch ms). */
  interface Change {
    id: string;
    state?: State;
    at?: number;
    values?: Values;
  }
  interface Frame {
    n: number;
    epoch: string;
    /** RFC 3339, by the server's clock. */
    t: string;
    reset?: boolean;
    /** When the newest reading came (ms since the epoch); heartbeats say it. */
    newest?: number;
    /** After how many ms of silence readings count as old; heartbeats say it where it is known. */
    quiet?: number;
    assets?: Change[];
    feeds?: Partial<Record<Feed, number>>;
  }
  type Connection = 'connecting' | 'live' | 'stale' | 'lost';
  interface Position {
    n: number | null;
    epoch: string | null;
    t: string | null;
  }
  interface Live {
    /** Calls `fn(frame)` for every new frame; returns the function that ends this. */
    subscribe(fn: (frame: Frame) => void): () => boolean;
    /** Seconds since the last frame or heartbeat; null before the first. */
    age_s(): number | null;
    /** Tells the server something, if it listens. */
    say(text: string): void;
    readonly state: Connection;
    readonly position: Position;
    /** Connects anew and continues behind the given frame, as after loading a snapshot. */
    resumeAt(n: number, epoch: string, t: string): void;
  }
  /** The server's time. */
  interface Clock {
    /** Whether a frame told it; before, `now` is this computer's. */
    readonly isKnown: boolean;
    /** Epoch ms. */
    now(): number;
  }
  interface Ages {
    /** Notes that `key` (a layer, a kind or a feed) has data as new as `at` (epoch ms). */
    note(key: string, at: number): void;
    /** A length of time as people read it. */
    seconds(age_s: number): string;
    /** How old the newest data of `key` is, by the server's clock; null when there was none. */
    age_s(key: string): number | null;
    /** The age of the newest readings when they are old, in a city that spoke before; else null. */
    silence_s(): number | null;
  }

  /* Assets on the map */

  /** Texts that are alike but for a number: [before, after, least digits], or [text] alone; runs; differences. */
  interface SplitTexts {
    words: [before: string, after?: string, digits?: number][];
    word: number[];
    number: number[];
  }
  interface SnapshotHead {
    registry: number;
    n: number;
    epoch: string;
    t: string;
    kinds: string[];
    labels?: Pair[];
    layers?: string[];
    /** Of each kind, when one was seen last (epoch ms, 0: never). */
    newest: number[];
  }
  /** `/api/v1/map/assets`, as docs/api.md describes it. */
  interface SentColumns extends SnapshotHead {
    format: number;
    kind: number[];
    state: string;
    id: SplitTexts;
    name: SplitTexts;
    lon: number[];
    lat: number[];
  }
  /** The same, one value for each asset. */
  interface Columns extends SnapshotHead {
    id: string[];
    name: string[];
    kind: ArrayLike<number>;
    state: ArrayLike<number>;
    lon: ArrayLike<number | null>;
    lat: ArrayLike<number | null>;
  }
  interface AssetStates {
    STATES: State[];
    BADNESS: Uint8Array;
    FINEST_ZOOM: number;
  }
  interface Projection {
    worldX(lon: number): number;
    worldY(lat: number): number;
    lonOf(wx: number): number;
    latOf(wy: number): number;
  }
  interface AssetStore {
    size: number;
    kinds: string[];
    labels: Pair[];
    layers: string[];
    ids: string[];
    names: string[];
    kind: Uint8Array;
    state: Uint8Array;
    at: Float64Array;
    wx: Float64Array;
    wy: Float64Array;
    codes: Float64Array;
    kindVisible: Uint8Array;
    slotOf: Map<string, number>;
    values: Map<string, Values>;
    load(columns: Columns): void;
    shown(slot: number): boolean;
    seek(code: number, low: number, high: number): number;
    runs(left: number, top: number, right: number, bottom: number, depth: number, emit: (from: number, to: number) => void): void;
    /** The number of the state that a change tells; -1 where it tells none. */
    stateOf(change: Change): number;
    /** Sets state, time and values; returns the slot if the state changed, else -1. */
    update(change: Change): number;
  }
  interface Level {
    readonly depth: number;
    cells: number;
    start: Int32Array;
    cellOf: Int32Array;
    count: Int32Array;
    spots: Int32Array;
    alarms: Int32Array;
    clustered: Uint8Array;
    cx: Float64Array;
    cy: Float64Array;
    recount(cell: number): void;
    move(slot: number, from: number, to: number): void;
    alarmed(cell: number): number;
    worst(cell: number): number;
    opened(cell: number, more?: number): boolean;
  }
  /** Pixels (ABGR in one number) with, for each row, the run outside of which all is transparent. */
  interface Sprite {
    half: number;
    side: number;
    data: Uint32Array;
    from: Int16Array;
    to: Int16Array;
  }
  interface Glyph extends Sprite {
    width: number;
  }
  interface Sprites {
    mark(state: number, kind: string, zoom: number): Sprite;
    ring(count: number, worst: number): Sprite;
    glyph(character: string, worst: number): Glyph;
    ringRadius(count: number): number;
    radius(zoom: number): number;
    dpr(): number;
    forget(): void;
    magnify(factor: number): void;
    shortCount(count: number): string;
  }
  type Box = [left: number, top: number, right: number, bottom: number];
  interface Clip {
    rect: Box;
    near: Box;
  }

  type LevelStyle = { from: number; width: number; alpha: number; fill?: boolean; dash?: number[] };
  /** Our own members beside those of L.Renderer; what the canvas holds is there while the pane is on a map. */
  interface CanvasPane extends L.Renderer {
    options: L.RendererOptions & { zIndex: number; pane: string };
    _container: HTMLCanvasElement | null;
    _ctx: OffscreenCanvasRenderingContext2D | null;
    _shown: ImageBitmapRenderingContext | null;
    _image: ImageData | null;
    _pixels: Uint32Array;
    _drawnView: string | null;
    /** null: everything is to be drawn anew. */
    _dirty: Box[] | null;
    _frame: number;
    _later: number;
    _movedAt: number;
    _drawnAt: number;
    _width: number;
    _height: number;
    _ratio: number;
    _scale: number;
    _origin: L.Point;
    _offTheme: () => void;
    getEvents(): { [name: string]: L.LeafletEventHandlerFn };
    redraw(): void;
    restyle(): void;
    _initContainer(): void;
    _destroyContainer(): void;
    _resize(width: number, height: number, size: L.Point): void;
    _followDrag(): void;
    _px(wx: number): number;
    _py(wy: number): number;
    _world(left: number, top: number, right: number, bottom: number): Box;
    _drawAll(): void;
    _show(): void;
    _soil(x: number, y: number, half: number): void;
    _dragging(): boolean;
    _schedule(): void;
    _repaint(): void;
    _clipped(rect: Box): Box;
    _drawRect(rect: Box): void;
    _draw(rect: Box): void;
    _blit(sprite: Sprite, x: number, y: number, clip: Box): void;
  }
  interface CanvasPaneClass {
    new (options?: object): CanvasPane;
    prototype: CanvasPane;
    extend(members: object): unknown;
  }

  /** {kind: {total, layer, and how many in each state}} */
  type Counts = Record<string, { total: number; layer: string } & Record<State, number>>;
  interface AssetLayer extends CanvasPane {
    store: AssetStore;
    _levels: Map<number, Level>;
    _pinned: string | null;
    _pulses?: Set<HTMLElement>;
    _sprites: Sprite[];
    _spriteZoom: number | null;
    initialize(store: AssetStore, options?: object): void;
    /** The asset whose mark shows even where its neighbours are one cluster (null: none). */
    pin(id: string | null): void;
    /** Takes the columns of a snapshot and draws them. */
    setSnapshot(columns: Columns): void;
    /** Applies one live frame: the counts at once, the pixels at the next animation frame. */
    applyFrame(frame: Frame): void;
    setVisibleKinds(kinds: Iterable<string>): void;
    setVisibleLayers(layers: Iterable<string>): void;
    counts(): Counts;
    level(): Level;
    _levelOf(zoom: number): Level;
    _prepare(): void;
    _rebuild(): void;
    _noteAge(change: Change): void;
    _turn(slot: number, to: number): void;
    _recount(slot: number): void;
    _soilCell(level: Level, cell: number): void;
    _soilSlot(slot: number, from: number, to: number): void;
    _soilMark(slot: number): void;
    _soilAlarms(level: Level, cell: number): void;
    _pulse(slot: number, state: number): void;
    _chooseSprites(): void;
    _drawRun(level: Level, from: number, to: number, clip: Clip, late: number[][], rings: number[]): void;
    _collect(level: Level, cell: number, late: number[][], rings: number[]): void;
    _drawMark(slot: number, clip: Clip): void;
    _drawRing(level: Level, cell: number, clip: Clip): void;
    _drawFigure(count: number, worst: number, x: number, y: number, rect: Box): void;
  }
  /** Which boxes of a picture are taken. */
  interface FreeRoom {
    take(box: Box): void;
    isFree(box: Box): boolean;
  }
  interface AssetNames extends CanvasPane {
    layer: AssetLayer;
    /** Where a name stands already, in px of the map's window. */
    taken: () => L.Bounds | null;
    /** What was written last: text and box in CSS px of the canvas. */
    placed: { text: string; box: Box }[];
    initialize(about: { layer: AssetLayer, taken: () => L.Bounds | null }): void;
    _turn: number;
    _paint(): void;
    _placeAll(ctx: OffscreenCanvasRenderingContext2D): void;
    _marks(room: FreeRoom): number[];
    _placeOne(ctx: OffscreenCanvasRenderingContext2D, room: FreeRoom, slot: number): void;
    _around(wx: number, wy: number, half: number): Box;
    _onCanvas(box: L.Bounds): Box;
  }
  /** What a ring goes around; `enlarged` by so much as the map is not, its name `below` it when it fits. */
  interface Ringed {
    position: L.LatLngTuple;
    name: string;
    number: string;
    state: State;
    className: string;
    enlarged?: number;
    below?: boolean;
  }
  interface NamedRing {
    readonly position: L.LatLngTuple;
    /** Where the name stands on the map, in its px; null while it is out of sight. */
    readonly box: L.Bounds | null;
    setState(state: State): void;
    remove(): void;
  }
  interface AssetPointer {
    readonly layer: AssetLayer;
    readonly ring: NamedRing | null;
    /** Selects an asset (null: none). `fly` brings it into view; an unknown id selects nothing. */
    select(id: string | null, options: { fly?: boolean }): boolean;
    /** Rings around these assets, replacing earlier ones. */
    highlight(ids: Iterable<string>): void;
    end(): void;
  }

  /* What lies under the assets */

  interface TileView {
    zoom: number;
    scale: number;
    left: number;
    top: number;
    size: number;
    px(wx: number): number;
    py(wy: number): number;
    /** The world rectangle of the tile and `edge` px around it. */
    world(edge: number): number[];
  }
  type Painter = (ctx: OffscreenCanvasRenderingContext2D, view: TileView) => void;
  interface TileJob {
    tile: HTMLCanvasElement;
    coords: L.Coords;
    done: L.DoneCallback | null;
  }
  interface MapTiles {
    options: L.GridLayerOptions & { opaque: boolean };
    _painters: Map<string, Painter>;
    _ctx?: OffscreenCanvasRenderingContext2D;
    _queue: TileJob[];
    _frame: number;
    _offTheme: () => void;
    _map: L.Map | null;
    _tiles: Record<string, { el: HTMLCanvasElement; coords: L.Coords }>;
    addTo(map: L.Map): this;
    redraw(): this;
    initialize(options?: object): void;
    onAdd(map: L.Map): void;
    onRemove(map: L.Map): void;
    /** Adds (null: removes) what is painted as `name`; painters run in the order of their names. */
    setPainter(name: string, paint: Painter | null): void;
    /** Paints all tiles again, in place, without a blink. */
    repaint(): void;
    createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement;
    _tileCoordsToKey(coords: L.Coords): string;
    _work(): void;
    _paintSome(): void;
    _paint(tile: HTMLCanvasElement, view: TileView): void;
    _canvas(side: number): OffscreenCanvasRenderingContext2D;
  }

  type LineOrArea = 'polygon' | 'line';
  /** `/api/v1/map/basemap` */
  interface BasemapJson {
    bounds: [west: number, south: number, east: number, north: number];
    layers: { key: string; kind: LineOrArea; features: { name?: string; rank?: number; rings: number[][] }[] }[];
  }
  interface BasemapPart {
    name: string | null;
    rank: number;
    rings: Float64Array[];
    box: number[];
  }
  interface FeatureIndex {
    parts: BasemapPart[];
    /** The parts whose boxes touch `box`, in their given order. */
    query(box: number[]): BasemapPart[];
  }
  interface BasemapLayer {
    key: string;
    kind: LineOrArea;
    index: FeatureIndex;
  }
  interface BasemapData {
    bounds: number[];
    origin: number[];
    layers: BasemapLayer[];
    add(layers: BasemapJson['layers']): void;
  }
  interface GlyphSpot {
    glyph: string;
    dx: number;
    dy: number;
    tilt: number;
  }
  interface Label {
    text: string;
    glyphs: GlyphSpot[] | null;
    angle: number;
    size: number;
    ink: string;
    x: number;
    y: number;
    reach: number;
  }
  interface Placement {
    font: string;
    under(left: number, top: number): Iterable<Label>;
  }

  /** One feature of `/api/v1/map/areas`. */
  interface AreaFeature {
    geometry: AreaGeometry | null;
    properties: { code: string; name: string; level: string; label?: [lon: number, lat: number] | null };
  }
  type AreaGeometry =
    | { type: 'Polygon' | 'MultiLineString'; coordinates: number[][][] }
    | { type: 'MultiPolygon'; coordinates: number[][][][] }
    | { type: 'LineString'; coordinates: number[][] };
  interface AreaCollection {
    /** Where the city lies: [west, south, east, north]; missing while it has neither areas nor assets. */
    bbox?: number[];
    features: AreaFeature[];
  }
  interface AreaPart {
    code: string;
    name: string;
    level: string;
    label?: [lon: number, lat: number] | null;
    rings: Float64Array[];
    open: boolean;
    box: number[];
    shade: number;
  }
  type AreaStates = Record<string, 'normal' | 'minor' | 'major' | 'critical'>;
  interface Areas {
    readonly map: L.Map | null;
    addTo(map: L.Map): void;
    remove(): void;
    /** {code: state}; others lose their tint. */
    setAreaStates(states: AreaStates): void;
    /** Takes more of them; those known already are passed over. */
    load(features: AreaFeature[]): void;
    /** The zoom from which `level` shows here. */
    firstZoom(level: string): number;
    /** The zoom at which the whole city is seen; levels show relative to it. */
    setHomeZoom(zoom: number): void;
    readonly homeZoom: number;
    /** Whether there is no basemap below. */
    onPlainGround: boolean;
    /** Emphasises one area (null: none). */
    selectArea(code: string | null): boolean;
    /** All areas or one; null where there is none. */
    boundsOf(code?: string): L.LatLngBounds | null;
  }

  /* The map of a page */

  /** A line at the map's foot: loading, or an error with a button to try again. */
  interface MapNote {
    say(kind: string, text: string): void;
    offer(text: string, action: () => void): void;
    clear(): void;
  }

  /** A place where something is allowed, or a permit. */
  interface PlaceProperties {
    kind: 'place' | 'permit';
    number: string;
    name: string;
    capacity: number | null;
    /** In Chinese and in English. */
    category_words: [zh: string, en: string];
    holder: [zh: string, en: string] | null;
    is_open: boolean;
    until: string | null;
    from_min: number | null;
    until_min: number | null;
    radius_m: number | null;
  }
  interface PlaceFeature {
    geometry: { type: 'Point'; coordinates: [number, number] } | { type: 'MultiPolygon'; coordinates: [number, number][][][] };
    properties: PlaceProperties;
  }

  interface Session {
    readonly map: L.Map;
    /** Whether somebody picks a place on it. */
    readonly picks: boolean;
    readonly tiles: MapTiles;
    readonly pointer: AssetPointer;
    readonly names: AssetNames;
    readonly areas: Areas | null;
    /** The box around the city; null while it has neither areas nor assets. */
    readonly home: L.LatLngBounds | null;
    /** Limits zooming out, and shows the areas, relative to the zoom at which the whole city is seen. */
    limit(home: number): void;
  }
  interface PageMap {
    readonly session: Session | null;
    /** Shows these layers only ('grid' is the areas); remembered in this browser, unless told otherwise. */
    setVisibleLayers(layers: Iterable<string>, options?: { remember?: boolean }): void;
    /** The remembered layers, or null when nobody chose yet. */
    visibleLayers(): string[] | null;
    setVisibleKinds(kinds: Iterable<string>): void;
    select(id: string | null, options?: { fly?: boolean }): boolean;
    selected(): string | null;
    highlight(ids: Iterable<string>): void;
    counts(): Counts;
    setAreaStates(states: AreaStates): void;
    /** Emphasises an area and brings it into view. */
    showArea(code: string | null): Promise<boolean>;
    /** Shows the whole city. */
    home(): void;
    /** Brings a place into view, as for a street that was searched for. */
    showPlace(lon: number, lat: number, zoom?: number): void;
  }

  /* The wall */

  interface Pipes {
    lines: number[][];
    states: State[];
  }
  type Dot = [lon: number, lat: number, hue: number, standing: string];
  interface Red {
    alarm: number;
    at: number;
    forwardAt?: number;
  }
  interface Picture {
    at: number;
    scene: string;
    slots: Record<string, string>;
    areas: AreaStates;
    pipes: Pipes | null;
    cases: [lon: number, lat: number, state: State][] | null;
    dots: Dot[];
    reds?: Red[];
  }
  interface FocusCard {
    alarm: number;
    html: string;
  }
  interface Reload {
    at: number;
    why: string;
  }
  interface Direction {
    scene: string | null;
    rotate: boolean;
    dwell_s: number | null;
  }
  interface Flight {
    at: number;
    asset: string;
  }
  interface Message {
    text: string;
    level: string;
    until: number;
  }
  /** `/api/v1/walls/me` */
  interface ScreenSaid {
    paired: boolean;
    /** Whether it is shown anything. */
    known: boolean;
    code?: string | null;
    screen?: { name: string; place: string } | null;
    direction?: (Partial<Direction> & { fly?: Flight | null; message?: Message | null; reload_at?: number | null }) | null;
  }
  interface WallEvents {
    picture: Picture & { changed: boolean };
    scene: string;
    directed: undefined;
    woke: { gap: number };
  }
  interface Wall {
    scene: string;
    /** Whether an alarm is forward. */
    focused: boolean;
    pictureAt: number;
    receivedAt: number;
    root(): HTMLElement | null;
    rem(): number;
    zone(): string;
    announce<K extends keyof WallEvents>(name: K, detail?: WallEvents[K]): void;
    ask(): void;
    arrive(picture: Picture): void;
    arriveFocus(card: FocusCard): void;
    put(slot: HTMLElement | null, html: string): void;
    direct(said: Partial<Direction>): void;
    home(): boolean;
    /** Draws the line from the red alarm's card to its mark; without, while the map is in flight. */
    lead(hasArrived: boolean): void;
    fly(id: string, lon: number, lat: number): boolean;
    markAt(): { x: number, y: number } | null;
    /** Flies to an asset by its number; false when the map does not know it. */
    flyTo(id: string): boolean;
    health(): object;
    /** Reloads after `wait_ms`, once the server answers; why is kept. */
    reload(why: string, wait_ms: number): void;
    picture(): Promise<Blob>;
  }

  /* Reports from the street: assets/js/field-quick-*.js */

  interface PinMap {
    /** Puts the pin somewhere; `accuracy_m` draws how far it may be off. */
    show(lon: number, lat: number, accuracy_m?: number | null): void;
    clear(): void;
    end(): void;
  }
  interface QuickShot { blob: Blob; name: string; url: string }
  interface QuickCamera {
    shots: QuickShot[];
    begin(): Promise<void>;
    close(): void;
    shoot(): void;
    choose(isCamera: boolean): void;
    add(blob: Blob, name: string): Promise<void>;
  }
  interface QuickPlace {
    begin(): void;
    place(): { lon: number; lat: number; accuracy_m: number | null } | null;
    address(): string;
    end(): void;
  }
  interface Guess { category: string; name: string; share: number | null }
  type CatalogueRow = [code: string, name: string, above: string, initials: string];
  interface QuickWhat {
    chosen: { category: string; name: string } | null;
    choose(what: { category: string; name: string } | null): void;
    draw(): void;
    toggle(): void;
    hear(told: Guess[]): void;
    unheard(): void;
  }
  /** What became of a report: `kept` is on the phone without a network. */
  interface QuickFate {
    state: 'sending' | 'kept' | 'delivered' | 'refused';
    made: { id?: number; number?: string } | null;
    words: string;
  }
  /** `/api/v1/cases/snapshots/units` */
  interface SnapshotUnit { kind: string; code: string; name: string; by_rule: string; why: { zh: string; en: string }[] }
  /** `/api/v1/cases/similar` */
  interface NearbyCase { id: number; number: string; category_name: string; address: string; away_m: number; age_s: number }
  /* The street: what waits on a phone. Times are epoch ms by the phone's clock. */

  interface FieldAnswer {
    /** 0: it did not come from the server. */
    status: number;
    wait_s: number;
    body: any;
  }
  interface FieldPerson {
    name: string;
    /** That of the forms of this person's session. */
    token: string;
  }
  interface NewPicture {
    blob: Blob;
    /** before, after, near, far … as cases name them. */
    role: string;
    name: string;
  }
  interface OutboxPicture {
    id: number;
    role: string;
    name: string;
    size: number;
    type: string;
    sha256: string;
    sent: number;
    /** The digest under which the server keeps it. */
    photo: string | null;
    sent_at: number;
  }
  interface OutboxAnswer {
    status: number;
    code: string;
    words: Pair;
    /** The case as it became meanwhile. */
    newer: any;
    at: number;
  }
  interface OutboxItem {
    id: number;
    owner: string;
    /** Its Idempotency-Key. */
    key: string;
    case_id: number | null;
    action: string;
    path: string;
    body: any;
    sent_body: any;
    label: string;
    tells_time: boolean;
    at: number;
    /** How far the server's clock was ahead then. */
    offset_ms: number | null;
    photos: OutboxPicture[];
    state: 'waiting' | 'delivered' | 'refused';
    settled_at: number;
    /** The revision of the case after it. */
    revision: number | null;
    /** What a delivered report became. */
    made: { id?: number; number?: string } | null;
    answer: OutboxAnswer | null;
  }
  interface Deed {
    case_id?: number | null;
    /** accept, depart, arrive, feedback … */
    action?: string;
    /** Where it goes, if not to the case or to the reports. */
    path?: string;
    /** The body of the command without its new pictures; `revision` is that of the case as it was seen. */
    body?: object;
    photos?: NewPicture[];
    /** What the list says of it. */
    label?: string;
    tells_time?: boolean;
  }
  interface SenderState {
    phase: 'idle' | 'sending' | 'offline' | 'sign_in' | 'busy' | 'fault';
    /** What is on its way, its picture that is, and how many bytes of that the server has. */
    item: number | null;
    picture: number | null;
    sent: number;
    /** Who is signed in, as far as the server told. */
    person: string | null;
    again_at: number;
    fault?: string;
  }
  interface OutboxState {
    /** Of whoever uses the phone, the oldest first; what was delivered stays for two days without its pictures. */
    items: OutboxItem[];
    waiting: number;
    refused: number;
    pictures: number;
    bytes: number;
    /** Since when there is no network. */
    since: number | null;
    /** How many wait that others did on this phone. */
    foreign: number;
    foreign_bytes: number;
    person: string | null;
    sender: SenderState;
  }
  interface KeptTasks {
    owner: string;
    /** When they were asked for, by the server's clock and by the phone's. */
    at: number;
    asked_at: number;
    tasks: any;
  }
  interface FieldStore {
    add(item: object, pictures: NewPicture[]): Promise<OutboxItem>;
    all(): Promise<OutboxItem[]>;
    change(id: number, become: Partial<OutboxItem>): Promise<unknown>;
    settle(id: number, become: Partial<OutboxItem> | null): Promise<unknown>;
    blob(id: number): Promise<Blob | undefined>;
    kept(key: string): Promise<any>;
    keep(key: string, value: unknown): Promise<unknown>;
    claim(page: string, lasts_ms: number): Promise<boolean>;
    release(page: string): Promise<unknown>;
    probe(bytes: number): Promise<void>;
  }
  interface Outbox {
    /** Resolves with its id once it is on the disk of the phone; rejects with a NotKept, whose message is for people. */
    add(deed: Deed): Promise<number>;
    state(): OutboxState;
    room(): Promise<{ ok: boolean; free: number | null; words: string }>;
    seen(id: number): Promise<void>;
    again(id: number): Promise<void>;
    retry(): Promise<void>;
    keepTasks(tasks: unknown, asked_at?: number): Promise<unknown>;
    tasks(): Promise<KeptTasks | null>;
    ready: Promise<void>;
    NotKept: new (message?: string, options?: { cause?: unknown }) => Error;
  }

  /* The namespace */

  interface Api {
    cameraWays: Record<string, CameraWay>;
    cameraVideo(): HTMLVideoElement;
    cameraRefusal(answer: Response): Promise<CameraRefusal>;
    cameraPainter(screen: Screen): (picture: Blob, age_ms: number) => Promise<void>;
    pinMap(box: HTMLElement, moved: (lon: number, lat: number) => void): PinMap;
    QuickCamera: new (root: HTMLElement, changed: () => void, report: (text: string) => void) => QuickCamera;
    quickPlace(root: HTMLElement, changed: () => void): QuickPlace;
    QuickWhat: new (root: HTMLElement, changed: () => void) => QuickWhat;
    quickSend(deed: Deed, tell: (fate: QuickFate) => void): Promise<() => void>;
    fieldStore: FieldStore;
    fieldServer: {
      ask(method: string, path: string, told?: { headers?: Record<string, string>; json?: unknown; bytes?: Blob; token?: string }): Promise<FieldAnswer>;
      who(): Promise<FieldPerson | null>;
      last(): FieldPerson | null;
      offset_ms(): number | null;
      timeText(at: number, how?: { isPhones?: boolean; hasSeconds?: boolean }): string;
    };
    fieldUpload: {
      send(blob: Blob, sha256: string, token: string, about: object, tell: (sent: number) => unknown): Promise<string>;
      digestOf(blob: Blob): Promise<string>;
    };
    fieldSender: {
      begin(tell: (told: Partial<SenderState>) => unknown): void;
      run(): Promise<void>;
      retry(): Promise<void>;
      /** Resolves when nothing is on its way. */
      rest(): Promise<void>;
    };
    outbox: Outbox;
    Unreachable: new (message?: string) => Error;
    FieldRefusal: new (answer: FieldAnswer) => Error & { answer: FieldAnswer };
    openCase(key: string, from: HTMLElement | null): void;
    caseReport: {
      /** Closes the dialog and opens the case that it became, or that it was already. */
      reported(told: { key: number } | null): string;
    };
    /** The element, or null where it is missing or of another kind. */
    find<T extends Element>(kind: Kind<T>, selector: string, root?: ParentNode): T | null;
    /** The element; throws where it is missing or of another kind. */
    need<T extends Element>(kind: Kind<T>, selector: string, root?: ParentNode): T;
    all(selector: string, root?: ParentNode): HTMLElement[];
    /** The drawing context of a canvas; throws where the browser has none. */
    /** A cookie's value; null where there is none. */
    cookie(name: string): string | null;
    /** The token that shows that our own page sent a request. */
    formToken(): string;
    /** Leads to the login page, and back here. */
    signIn(): void;
    context(canvas: OffscreenCanvas, options?: CanvasRenderingContext2DSettings): OffscreenCanvasRenderingContext2D;
    bitmapContext(canvas: HTMLCanvasElement): ImageBitmapRenderingContext;
    /** Shows `text` in an element that holds nothing else. */
    setText(node: Element, text: string): void;
    /** Gives the content to the person as a file of that name. */
    download(content: Blob, name: string): void;
    /** The nearest element around an event that fits. */
    within(event: Event, selector: string): HTMLElement | null;
    onClick(table: ClickTable): void;

    /** Of a pair of texts, the one in the interface language. */
    text(pair: Pair): string;
    /** What the API says is wrong; nothing where it says nothing. */
    problem(said: { told?: { zh: string; en: string }; detail?: string }): string;
    /** The text `key` of layouts/texts/browser.py, with `values` in its gaps. */
    say(key: string, ...values: (string | number)[]): string;
    /** How a state of an enumerated metric reads; null for other metrics and unknown states. */
    word(metric: string, state: string): string | null;
    /** The figures of which the map tells the first that an asset has. */
    headlines: Headline[];
    /** The asset states by number. */
    states: State[];
    feeds: Feed[];

    tokens: {
      /** The value of the custom property `--name`, or `fallback` while the style sheet lacks it. */
      token(name: string, fallback?: string): string;
      /** Calls `fn` whenever the theme changes; returns the function that ends this. */
      onTheme(fn: () => void): () => void;
    };
    /** Whether the person asked for less motion. */
    reducedMotion(): boolean;
    /** Something kept in this browser; null where there is none or storage is refused. */
    remembered: {
      get<T>(key: string): T | null;
      set(key: string, value: unknown): boolean;
    };
    /** Makes the content of `place` like `html`; false when it is so already. */
    morph(place: HTMLElement, html: string, arrange?: (fresh: DocumentFragment) => void): boolean;
    /** What tells a row, panel or story from the others; undefined where there is nothing such. */
    rowKey(node: Element): string | undefined;
    /** The rows, panels and stories below `root`. */
    rows(root: ParentNode): Element[];
    draw(list: HTMLElement, html: string): void;
    figure(value: number, digits: number): string;
    live: Live;
    ages: Ages;
    clock: Clock;
    /** Sets properties of the Dash component `id`; false while the page has no such component. */
    setProps(id: string, props: object): boolean;

    AssetStore: new () => AssetStore;
    /** Throws where the snapshot is of another format. */
    readSnapshot(sent: SentColumns): Columns;
    projection: Projection;
    assetStates: AssetStates;
    AssetLevel: new (store: AssetStore, zoom: number) => Level;
    sprites: Sprites;
    CanvasPane: CanvasPaneClass;
    AssetLayer: new (store: AssetStore, options?: object) => AssetLayer;
    assetLayer(store: AssetStore, options?: object): AssetLayer;
    AssetPointer: new (map: L.Map, layer: AssetLayer) => AssetPointer;
    /** The zoom at which a map that flies to an asset arrives. */
    flightZoom(session: Session | null | undefined): number;
    FreeRoom: new () => FreeRoom;
    assetNames(layer: AssetLayer, taken: () => L.Bounds | null): AssetNames;
    /** Draws what a camera overlooks: longitude, latitude, bearing and angle in degrees, range in metres; nothing takes it away. */
    showView(told: string | undefined): L.LatLngBounds | null;
    NamedRing: new (map: L.Map, about: Ringed) => NamedRing;
    /** A mark of the page's own on the map: an empty `<i>` under this class. */
    ringMarker(position: L.LatLngTuple, className: string, inPane: string): L.Marker;
    BasemapData: new (json: BasemapJson) => BasemapData;
    boxOf(points: ArrayLike<number>): number[];
    basemapPaint: {
      paintGround(ctx: OffscreenCanvasRenderingContext2D, data: BasemapData, zoom: number, scale: number, left: number, top: number, size: number): void;
    };
    basemapLabels: {
      Placement: new (data: BasemapData, zoom: number, scale: number) => Placement;
      paintNames(ctx: OffscreenCanvasRenderingContext2D, placement: Placement, left: number, top: number): void;
    };
    /** `add` takes the other part of it, which has no names. */
    basemap(json: BasemapJson): { ground: Painter; names: Painter; add(more: BasemapJson): void; has(key: string): boolean };
    mapData: {
      /** Whether the document asked for it already. */
      isBegun(path: string): boolean;
      fetchJson(path: string): Promise<any>;
      homeOf(areas: AreaCollection | null): L.LatLngBounds | null;
    };
    MapNote: new (container: HTMLElement) => MapNote;
    mapTiles(options: { opaque: boolean; zIndex: number }): MapTiles;
    areas(collection: AreaCollection | null, tiles: MapTiles): Areas;
    map: PageMap;
    desk: {
      selectAsset(id: string | null): void;
      selectEvent(key: string | undefined, assetId: string | undefined): void;
    };
    caseClock: {
      /** The time left as people read it, minus what is late. */
      leftText(left_ms: number): string;
      /** The state of the mark of a lamp. */
      lampOf(now: number, due: number, yellow: number): State;
    };
    wall: Wall;
  }
}

interface Window {
  xiuhua: Xiuhua.Api;
  /** What the document asked for while its scripts were loading, by path. */
  xiuhuaBegun: Record<string, Promise<Response>>;
  /** Addresses of the scripts that one page alone loads, by its path. */
  xiuhuaScripts: Record<string, string>;
  /** assets/vendor/idb */
  idb: { openDB(name: string, version: number, told: { upgrade(db: any): void; terminated(): void }): Promise<any> };
  /** assets/vendor/js-sha256 */
  sha256: { create(): { update(bytes: Uint8Array): unknown; hex(): string } };
  /** The cookies of pages whose theme is their own, by path. */
  xiuhuaThemes: Record<string, string>;
  L: typeof L;
  Idiomorph: {
    morph(old: Element, fresh: Node[], options: object): Node[];
  };
  /** plotly.js, which comes with the first graph of a page. */
  Plotly?: {
    purge(place: Element): void;
    react(place: Element, data: object[], layout: object, config: object): Promise<unknown>;
  };
  Hls?: Xiuhua.HlsLibrary;
  modernScreenshot: {
    domToBlob(node: Element, options: object): Promise<Blob>;
  };
  dash_component_api?: { getLayout(id: string): unknown };
  dash_clientside?: { set_props(id: string, props: object): void };
  dash_stores?: { getState(): { history?: { past?: unknown[] } } }[];
  webkitAudioContext?: typeof AudioContext;
  /** bench/map */
  benchMap: L.Map;
  probe: unknown;
}

interface Performance {
  /** Chromium only. */
  memory?: { usedJSHeapSize: number };
}

interface HTMLElement {
  /** The asset under which a live cell is filed. */
  xiuhuaAsset?: string;
  /** The HTML that was put in here last, and the prefix of the ids in it. */
  xiuhuaHtml?: string;
  xiuhuaPlace?: string;
  /** The figure that is drawn here. */
  xiuhuaFigure?: string | null;
}

interface DocumentEventMap {
  'xiuhua:outbox': CustomEvent<Xiuhua.OutboxState>;
  'xiuhua:frame': CustomEvent<Xiuhua.Frame>;
  'xiuhua:state': CustomEvent<Xiuhua.Connection>;
  'xiuhua:drawn': CustomEvent;
  'xiuhua:wall-picture': CustomEvent<Xiuhua.WallEvents['picture']>;
  'xiuhua:wall-scene': CustomEvent<string>;
  'xiuhua:wall-directed': CustomEvent;
  'xiuhua:wall-woke': CustomEvent<{ gap: number }>;
}
