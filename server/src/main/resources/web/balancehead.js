/**
 * Client of BalanceHead's live protocol, `balancehead.v1`: camera frames go up, views of the head come back.
 *
 *     import { BalanceHeadClient } from './balancehead.js';
 *     import { VideoFrames } from './frames.js';
 *
 *     const client = new BalanceHeadClient({ canvas: document.querySelector('canvas') });
 *     client.addEventListener('capture', ({ detail }) => console.log(detail.advice));
 *     client.addEventListener('revised', ({ detail }) => console.log(detail.stage, detail.psnr));
 *     client.connect();
 *     new VideoFrames(video, client).start();                  // a <video> that plays the webcam
 *     client.look({ mode: 'camera', yaw: 90, pitch: 0 });      // the head's own left side
 *
 * No dependencies, no build step. The server's addresses and messages: /asyncapi.yaml.
 */

import { codecName, decodableCodecs, ViewDecoder } from './pictures.js';

const SUBPROTOCOL = 'balancehead.v1';
const HEADER_BYTES = 28;
const KIND_CAMERA = 1;
const KIND_VIEW = 2;
const CODEC_JPEG = 1;
const FLAG_KEY_FRAME = 1;
const FLAG_MIRRORED = 2;
const MOST_CREDIT = 32;
const PING_MS = 8_000;
const HANDSHAKE_MS = 10_000;
const FIRST_RETRY_SECONDS = 0.5;
const LONGEST_RETRY_SECONDS = 8;
const LONGEST_LEAVE_SECONDS = 5;

/** Codes after which the same client would only be refused again. */
const REFUSED_FOR_GOOD = new Set([1002, 1003, 1007, 1008, 1009]);

/** This page's clock in microseconds since 1970, as the protocol's times are. */
export function clockMicros() {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}

/**
 * One live session; connects again by itself when the connection is lost, and goes on with the same head if the server
 * still has it.
 *
 * Events (all `CustomEvent`s, what is said below is in `detail`):
 * - `state`: `{ state, reason, retryInSeconds }`; state is `connecting`, `open`, `waiting` (to connect again) or `closed`
 * - `welcome`, `capture`, `progress`, `revised`, `model`, `kept`, `exported`, `goaway`, `error`: the server's messages as they came
 * - `view`: `{ bitmap, sequence, revision, model, codec, width, height, timeMicros }` of each view shown; the bitmap is closed
 *   after the event, draw it at once
 * - `rate`: `{ viewsPerSecond, unevennessMs, codec, width, height, roundTripMs, cameraToViewMs }`, once a second; what is not
 *   known is null
 */
export class BalanceHeadClient extends EventTarget {
  #options;
  #socket = null;
  #wanted = false;
  #state = 'closed';
  #attempts = 0;
  #problem = null;
  #silenced = false;
  #resume = null;
  #avatar = null;
  #limits = null;
  #view = null;
  #frameSequence = 0;
  #viewSequence = 0;
  #waitingView = null;
  #drawRequested = false;
  #timers = { retry: 0, ping: 0, rate: 0, handshake: 0, leave: 0 };
  #pingSentAt = new Map();
  #pings = 0;
  #rate = new Rate();
  #granted = 0;
  #decoder = new ViewDecoder(
    (view) => this.#onPicture(view),
    (view) => this.#onUndecodable(view),
  );
  #keyFrameAsked = false;

  /**
   * @param {object} [options]
   * @param {string} [options.url] of the socket; by default `/v1/stream` of this page's server
   * @param {string} [options.token] where the server requires one
   * @param {HTMLCanvasElement} [options.canvas] views are drawn here; without it, draw them in the `view` event
   * @param {number} [options.size] side of the views wanted, in pixels
   * @param {number} [options.fps] views a second wanted at most
   * @param {number} [options.window] views that may be under way at once, at first: more are allowed where the round trip is
   *     long
   * @param {string[]} [options.codecs] how views may come, best first; by default what this browser decodes
   * @param {string} [options.name] of the application, for the server's log
   */
  constructor(options = {}) {
    super();
    this.#options = { size: 256, fps: 24, window: 3, name: 'balancehead.js', ...options };
  }

  /** `connecting`, `open`, `waiting` or `closed`. */
  get state() {
    return this.#state;
  }

  /** What the server allows, from its welcome; null before. */
  get limits() {
    return this.#limits;
  }

  /**
   * Connects; while it waits to connect again, it tries at once.
   *
   * @param {object} [how]
   * @param {string} [how.avatar] id of a kept avatar to begin with; a new session after a lost one begins with it, too
   */
  connect({ avatar = this.#avatar } = {}) {
    this.#wanted = true;
    this.#avatar = avatar;
    if (this.#socket === null) {
      this.#open();
    }
  }

  /** Ends the session: the server forgets the person. */
  close() {
    this.#wanted = false;
    this.#resume = null;
    this.#avatar = null;
    clearTimeout(this.#timers.retry);
    if (this.#socket === null) {
      this.#setState('closed');
      return;
    }
    this.#send({ type: 'bye' });
    this.#socket.close(1000);
  }

  /**
   * Looks from there from now on, after a reconnection too.
   *
   * @param {{mode: 'orbit'|'mirror'|'fixed'|'camera', yaw?: number, pitch?: number, zoom?: number,
   *     periodSeconds?: number}} view degrees: yaw 0 is the face, positive the head's own left side; pitch positive is
   *     from above
   */
  look(view) {
    this.#view = view;
    this.#send({ type: 'view', ...view });
  }

  /** Forgets the person and begins again with the next frontal frame. */
  recapture() {
    this.#avatar = null;
    this.#send({ type: 'recapture' });
  }

  /** Has the avatar kept beyond the session; answered by `kept` with its id, or by `error` `keep-failed`. */
  keep() {
    this.#send({ type: 'keep' });
  }

  /** Whether the server still keeps an avatar. */
  async isKept(avatar) {
    const answer = await this.#ask('GET', avatar);
    if (answer.ok) {
      return true;
    }
    if (answer.status === 404 || answer.status === 410) {
      return false;
    }
    throw new Error(`The server did not say whether the avatar is kept (${answer.status}).`);
  }

  /** Deletes a kept avatar from the server; one that is gone already is no error. */
  async deleteKept(avatar) {
    const answer = await this.#ask('DELETE', avatar);
    if (!answer.ok && answer.status !== 404) {
      throw new Error(`The server did not delete the avatar (${answer.status}).`);
    }
  }

  #ask(method, avatar) {
    const url = new URL(this.#address());
    url.protocol = url.protocol.replace('ws', 'http');
    url.pathname = `/v1/avatars/${avatar}`;
    url.search = '';
    const { token } = this.#options;
    return fetch(url, { method, headers: token ? { Authorization: `Bearer ${token}` } : {} });
  }

  /**
   * Asks for a file of the avatar; answered by `exported` with its address.
   *
   * @param {'glb'|'ply'|'mp4'|'png'} format
   */
  export(format) {
    this.#send({ type: 'export', format });
  }

  /**
   * Sends one camera frame.
   *
   * @param {ArrayBuffer} jpeg
   * @param {{width: number, height: number, capturedAtMicros?: number, mirrored?: boolean}} about
   * @returns {boolean} false when it was not sent, because there is no session or the last one is still on its way:
   *     forget it, and come with a newer one
   */
  sendFrame(jpeg, { width, height, capturedAtMicros = clockMicros(), mirrored = false }) {
    if (this.#state !== 'open' || this.#socket.bufferedAmount > 0) {
      return false;
    }
    this.#frameSequence = (this.#frameSequence + 1) >>> 0;
    const message = new Uint8Array(HEADER_BYTES + jpeg.byteLength);
    const header = new DataView(message.buffer);
    header.setUint8(0, 1);
    header.setUint8(1, KIND_CAMERA);
    header.setUint8(2, CODEC_JPEG);
    header.setUint8(3, mirrored ? FLAG_MIRRORED : 0);
    header.setUint32(4, this.#frameSequence, true);
    header.setBigUint64(8, BigInt(capturedAtMicros), true);
    header.setUint16(16, width, true);
    header.setUint16(18, height, true);
    message.set(new Uint8Array(jpeg), HEADER_BYTES);
    this.#socket.send(message);
    return true;
  }

  #open() {
    clearTimeout(this.#timers.retry);
    this.#setState('connecting');
    this.#problem = null;
    this.#silenced = false;
    this.#frameSequence = 0;
    this.#viewSequence = 0;
    const socket = new WebSocket(this.#address(), SUBPROTOCOL);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#hello();
    socket.onmessage = ({ data }) => (typeof data === 'string' ? this.#onText(JSON.parse(data)) : this.#onView(data));
    socket.onclose = ({ code }) => this.#onClose(code);
    this.#socket = socket;
    this.#timers.handshake = setTimeout(() => socket.close(3000), HANDSHAKE_MS);
  }

  #address() {
    const url = new URL(this.#options.url ?? '/v1/stream', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    if (this.#options.token) {
      url.searchParams.set('token', this.#options.token);
    }
    return url;
  }

  async #hello() {
    const socket = this.#socket;
    const codecsDown = this.#options.codecs ?? (await decodableCodecs());
    if (socket !== this.#socket) {
      return;
    }
    const { size, fps, name } = this.#options;
    this.#send({
      type: 'hello',
      codecsUp: ['jpeg'],
      codecsDown,
      size,
      fps,
      mode: this.#view?.mode ?? 'orbit',
      client: name,
      ...(this.#resume && { resume: this.#resume }),
      ...(this.#avatar && { avatar: this.#avatar }),
    });
  }

  #onText(message) {
    const { type, ...detail } = message;
    switch (type) {
      case 'welcome':
        this.#onWelcome(detail);
        break;
      case 'pong':
        this.#onPong(detail);
        return;
      case 'error':
        this.#problem = detail;
        if (detail.code === 'resume-expired') {
          this.#resume = null;
        } else if (detail.code === 'avatar-expired') {
          this.#avatar = null;
        }
        break;
      case 'goaway':
        this.#onGoAway(detail);
        break;
    }
    this.#emit(type, detail);
  }

  #onGoAway({ reason, deadlineSeconds, resume }) {
    this.#resume = resume || this.#resume;
    if (reason === 'drain') {
      // not all at once: whoever takes over has to welcome everybody
      const seconds = Math.random() * Math.min(LONGEST_LEAVE_SECONDS, deadlineSeconds / 2);
      this.#problem = { message: 'The server is being restarted.' };
      this.#timers.leave = setTimeout(() => this.#socket?.close(1000), seconds * 1000);
    } else if (deadlineSeconds === 0) {
      this.#silenced = true; // this page slept: come back at once
    }
  }

  #onWelcome(welcome) {
    clearTimeout(this.#timers.handshake);
    this.#attempts = 0;
    this.#limits = welcome.limits;
    this.#resume = welcome.limits.resumeSeconds > 0 ? welcome.resume : null;
    if (this.#view) {
      this.#send({ type: 'view', ...this.#view });
    }
    this.#granted = 0;
    this.#allow(this.#options.window);
    this.#keyFrameAsked = false;
    this.#rate = new Rate();
    this.#timers.rate = setInterval(() => this.#tellRate(), 1000);
    this.#timers.ping = setInterval(() => this.#ping(), PING_MS);
    this.#ping();
    this.#setState('open');
  }

  #ping() {
    const id = ++this.#pings;
    this.#pingSentAt.set(id, performance.now());
    this.#send({ type: 'ping', id });
  }

  #onPong({ id }) {
    this.#rate.roundTripMs = performance.now() - (this.#pingSentAt.get(id) ?? performance.now());
    this.#pingSentAt.clear();
    this.#allow(2 + Math.ceil((this.#options.fps * this.#rate.roundTripMs) / 1000));
  }

  /** Lets so many views be under way at once, if fewer were until now. */
  #allow(views) {
    const more = Math.min(MOST_CREDIT, views) - this.#granted;
    if (more > 0) {
      this.#granted += more;
      this.#send({ type: 'credit', frames: more });
    }
  }

  #onView(buffer) {
    const header = new DataView(buffer);
    const codec = buffer.byteLength > HEADER_BYTES ? codecName(header.getUint8(2)) : null;
    if (codec === null || header.getUint8(1) !== KIND_VIEW) {
      return;
    }
    const view = {
      codec,
      keyFrame: (header.getUint8(3) & FLAG_KEY_FRAME) !== 0,
      sequence: header.getUint32(4, true),
      timeMicros: Number(header.getBigUint64(8, true)),
      width: header.getUint16(16, true),
      height: header.getUint16(18, true),
      revision: header.getUint32(20, true),
      model: header.getUint32(24, true),
    };
    this.#rate.arrived();
    this.#keyFrameAsked &&= !view.keyFrame;
    this.#decoder.decode(view, new Uint8Array(buffer, HEADER_BYTES));
  }

  #onPicture(view) {
    if (this.#state !== 'open' || view.sequence <= this.#viewSequence) {
      view.bitmap.close();
      return;
    }
    this.#viewSequence = view.sequence;
    this.#replaceWaiting(view);
  }

  #onUndecodable() {
    if (!this.#keyFrameAsked) {
      this.#keyFrameAsked = true;
      this.#send({ type: 'keyframe' });
    }
    this.#send({ type: 'credit', frames: 1 });
  }

  /** Only the newest view waits for the screen; the credit of one that never got there goes back at once. */
  #replaceWaiting(view) {
    if (this.#waitingView !== null) {
      this.#waitingView.bitmap.close();
      this.#send({ type: 'credit', frames: 1 });
    }
    this.#waitingView = view;
    if (!this.#drawRequested) {
      this.#drawRequested = true;
      requestAnimationFrame(() => this.#show());
    }
  }

  #show() {
    this.#drawRequested = false;
    const view = this.#waitingView;
    this.#waitingView = null;
    if (view === null) {
      return;
    }
    this.#draw(view.bitmap);
    this.#emit('view', view);
    view.bitmap.close();
    const shownAt = clockMicros();
    this.#rate.shown(view, shownAt);
    this.#send({ type: 'ack', sequence: view.sequence, shownAt });
    this.#send({ type: 'credit', frames: 1 });
  }

  #draw(bitmap) {
    const { canvas } = this.#options;
    if (!canvas) {
      return;
    }
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
    }
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
  }

  #tellRate() {
    this.#emit('rate', this.#rate.take());
  }

  async #onClose(code) {
    const wasOpen = this.#state === 'open';
    clearTimeout(this.#timers.handshake);
    clearTimeout(this.#timers.leave);
    clearInterval(this.#timers.ping);
    clearInterval(this.#timers.rate);
    this.#socket = null;
    this.#waitingView?.bitmap.close();
    this.#waitingView = null;
    this.#decoder.close();
    this.#pingSentAt.clear();
    if (!this.#wanted) {
      this.#setState('closed');
      return;
    }
    if (REFUSED_FOR_GOOD.has(code) && !this.#silenced) {
      this.#wanted = false;
      this.#setState('closed', this.#problem?.message ?? 'The server ended the session.');
      return;
    }
    await this.#waitAndRetry(wasOpen);
  }

  async #waitAndRetry(wasOpen) {
    const backoff = Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** this.#attempts++);
    const seconds = this.#problem?.retryAfterSeconds ?? backoff * (0.75 + Math.random() / 2);
    this.#setState('waiting', this.#problem?.message ?? (wasOpen ? 'The connection was lost.' : null), seconds);
    this.#timers.retry = setTimeout(() => this.#open(), seconds * 1000);
    if (!wasOpen && !this.#problem) {
      const reason = await this.#whyRefused();
      if (this.#state === 'waiting') {
        this.#setState('waiting', reason, seconds);
      }
    }
  }

  /** Browsers hide why an upgrade was refused; whether the server is ready can be asked. */
  async #whyRefused() {
    const readiness = new URL('/readyz', this.#options.url ?? location.href);
    readiness.protocol = readiness.protocol.replace('ws', 'http');
    try {
      const response = await fetch(readiness, { cache: 'no-store' });
      return response.ok
        ? 'All places are taken just now.'
        : ((await response.json()).error?.message ?? 'The server is not ready yet.');
    } catch {
      return 'The server cannot be reached.';
    }
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #setState(state, reason = null, retryInSeconds = null) {
    this.#state = state;
    this.#emit('state', { state, reason, retryInSeconds });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** What the last second was like for the viewer. */
class Rate {
  roundTripMs = null;
  #views = 0;
  #since = performance.now();
  #arrivals = [];
  #last = null;
  #cameraToViewMs = null;

  arrived() {
    this.#arrivals.push(performance.now());
  }

  shown(view, shownAt) {
    this.#views++;
    this.#last = view;
    this.#cameraToViewMs = view.timeMicros > 0 ? (shownAt - view.timeMicros) / 1000 : null;
  }

  take() {
    const now = performance.now();
    const gaps = this.#arrivals.slice(1).map((at, i) => at - this.#arrivals[i]);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const rate = {
      viewsPerSecond: (this.#views * 1000) / (now - this.#since),
      unevennessMs: gaps.length > 0 ? gaps.reduce((sum, gap) => sum + Math.abs(gap - mean), 0) / gaps.length : null,
      codec: this.#last?.codec ?? null,
      width: this.#last?.width ?? null,
      height: this.#last?.height ?? null,
      roundTripMs: this.roundTripMs,
      cameraToViewMs: this.#cameraToViewMs,
    };
    this.#views = 0;
    this.#since = now;
    this.#arrivals = this.#arrivals.slice(-1);
    return rate;
  }
}
