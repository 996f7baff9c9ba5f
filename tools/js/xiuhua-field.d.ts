/** The tasks of the phone page: what assets/js/field-tasks-*.js share. */

declare namespace Xiuhua {
  type TaskKind = 'handle' | 'verify' | 'check';
  type Words = { zh: string; en: string };
  /** `/api/v1/field/tasks` */
  interface FieldTask {
    id: number;
    number: string;
    revision: number;
    state: string;
    kind: TaskKind;
    is_own: boolean;
    actions: string[];
    shots: { digest: string; role: string }[];
    standard: { condition: string; filing: string; closing: string; evidence: string } | null;
    category_name: string;
    description: string;
    address: string;
    lon: number;
    lat: number;
    flags: string[];
    pending: object | null;
    suspended_until: string | null;
    accepted_at: string | null;
    departed_at: string | null;
    arrived_at: string | null;
    due_at: string | null;
    yellow_at: string | null;
    step_due_at: string | null;
    step_yellow_at: string | null;
    kind_name: Words;
    state_name: Words;
    source_name: Words;
    /** Something of it waits on the phone; the result does; a request does. */
    queued?: boolean;
    is_sent?: boolean;
    is_asked?: boolean;
  }
  interface FieldPlace {
    lon: number;
    lat: number;
    accuracy_m: number;
    at: number;
  }
  type PlaceState = 'insecure' | 'off' | 'waiting' | 'found' | 'denied' | 'none';
  type ArrivalDoubt = '' | 'far' | 'rough' | 'insecure' | 'denied' | 'none';
  interface Arrival extends Partial<FieldPlace> {
    /** By the server's clock. */
    at: number;
    away_m?: number;
    problem: ArrivalDoubt;
    reason: string;
  }
  interface DraftPicture {
    slot: string;
    blob: Blob;
    at: number;
  }
  /** What was begun at a task and not handed in. */
  interface Draft {
    arrival: Arrival | null;
    pictures: DraftPicture[];
    noPhoto: boolean;
    result: string;
    note: string;
  }
  /** A picture that a task wants; `shown` is the digest of one that the case has already. */
  interface Slot {
    key: string;
    role: string;
    shown: string | null;
  }
  interface NextStep {
    step: 'accept' | 'depart' | 'arrive' | 'reason' | 'photo' | 'result' | 'look' | 'words' | 'send' | 'support' | 'sent' | 'wait';
    slot?: Slot;
    left?: number;
  }
  interface Html {
    text: string;
    toString(): string;
  }

  interface Api {
    html(parts: TemplateStringsArray, ...values: unknown[]): Html;
    fieldPlace: {
      begin(): void;
      beginIfAllowed(): Promise<void>;
      fresh(): Promise<FieldPlace | null>;
      metres(one: { lon: number; lat: number }, other: { lon: number; lat: number }): number;
      now(): FieldPlace | null;
      state(): PlaceState;
      walk_min(distance_m: number): number;
    };
    fieldSteps: {
      slots(task: FieldTask): Slot[];
      missing(task: FieldTask, draft: Draft): Slot[];
      overlaid(task: FieldTask, items: OutboxItem[], asOf: number): FieldTask;
      waits(task: FieldTask): boolean;
      deadline(task: FieldTask): { due: number; yellow: number } | null;
      doubt(away_m: number, accuracy_m: number): ArrivalDoubt;
      isThere(task: FieldTask, draft: Draft): boolean;
      needsWords(draft: Draft): boolean;
      next(task: FieldTask, draft: Draft, isNear: boolean): NextStep;
      ordered(tasks: FieldTask[], by: 'near' | 'due' | 'checks', away: (task: FieldTask) => number | null): FieldTask[];
    };
    fieldDrafts: {
      of(id: number): Draft;
      read(id: number): Promise<Draft>;
      change(id: number, become: Partial<Draft>): Promise<void>;
      forget(id: number): Promise<void>;
      address(blob: Blob): string;
    };
    fieldList: {
      list(tasks: FieldTask[], by: 'near' | 'due' | 'checks'): string;
      lamp(task: FieldTask): Html;
      lampOf(task: FieldTask): State;
      distance(m: number): Html;
      away(task: FieldTask): number | null;
      word(name: Words): string;
      now(): number;
    };
    fieldMap: { paint(box: HTMLElement, tasks: FieldTask[]): void };
    /** A map over the city's own ground, or the tiles of `data-tiles`, that follows the size of its box. */
    smallMap(box: HTMLElement): { map: L.Map; end(): void };
    fieldTask: { page(task: FieldTask): string; nextOf(task: FieldTask): NextStep };
    fieldDeeds: {
      keep(task: FieldTask, action: string, body?: object, photos?: NewPicture[]): Promise<boolean>;
      goOn(task: FieldTask): Promise<unknown> | void;
      shoot(task: FieldTask, slot: string): void;
      more(task: FieldTask): void;
      enlarge(src: string, alt: string): void;
      checkRoom(): Promise<void>;
    };
  }
}
