const DEGREES_PER_WIDTH = 200;
const KEY_DEGREES = 12;
const HIGHEST_PITCH = 60;
const IDLE_MS = 6_000;
const LEAST_MS_BETWEEN_VIEWS = 33;
const GLIDE_MS = 700;

/**
 * Turns the head: by itself, after the visitor's own head, not at all, or as it is dragged or turned by the arrow keys.
 * A head that was dragged goes back to what it did after some idle seconds, unless it is held.
 */
export class Turntable {
  #canvas;
  #client;
  #periodSeconds;
  #mode = 'orbit';
  #shown = 'orbit';
  #yaw = 0;
  #pitch = 0;
  #orbitBeganAt = performance.now();
  #grabbed = null;
  #idleTimer = 0;
  #sendTimer = 0;
  #sentAt = 0;
  #glide = 0;

  /**
   * @param {HTMLCanvasElement} canvas that is dragged
   * @param {import('./balancehead.js').BalanceHeadClient} client
   */
  constructor(canvas, client, periodSeconds = 8) {
    this.#canvas = canvas;
    this.#client = client;
    this.#periodSeconds = periodSeconds;
    canvas.addEventListener('pointerdown', (event) => this.#onGrab(event));
    canvas.addEventListener('pointermove', (event) => this.#onDrag(event));
    canvas.addEventListener('pointerup', () => this.#onRelease());
    canvas.addEventListener('pointercancel', () => this.#onRelease());
    canvas.addEventListener('keydown', (event) => this.#onKey(event));
    client.addEventListener('capture', ({ detail }) => this.#onCapture(detail));
  }

  get mode() {
    return this.#mode;
  }

  /** @param {'orbit'|'mirror'|'fixed'} mode */
  setMode(mode) {
    this.#takeOver();
    this.#mode = mode;
    this.#goBack();
  }

  /** Begins anew with the face: for another person, or on a new connection. */
  restart() {
    this.#takeOver();
    this.#yaw = 0;
    this.#pitch = 0;
    this.#show();
  }

  #onGrab(event) {
    this.#canvas.setPointerCapture(event.pointerId);
    this.#canvas.classList.add('grabbed');
    this.#takeOver();
    this.#grabbed = { x: event.clientX, y: event.clientY };
  }

  #onDrag(event) {
    if (this.#grabbed === null) {
      return;
    }
    const degreesPerPixel = DEGREES_PER_WIDTH / this.#canvas.clientWidth;
    this.#turn((this.#grabbed.x - event.clientX) * degreesPerPixel, (event.clientY - this.#grabbed.y) * degreesPerPixel);
    this.#grabbed = { x: event.clientX, y: event.clientY };
  }

  #onRelease() {
    if (this.#grabbed !== null) {
      this.#grabbed = null;
      this.#canvas.classList.remove('grabbed');
      this.#goBackWhenIdle();
    }
  }

  #onKey(event) {
    const turns = {
      ArrowLeft: [KEY_DEGREES, 0],
      ArrowRight: [-KEY_DEGREES, 0],
      ArrowUp: [0, KEY_DEGREES],
      ArrowDown: [0, -KEY_DEGREES],
      Home: [-this.#yaw, -this.#pitch],
    };
    if (event.key in turns) {
      event.preventDefault();
      this.#takeOver();
      this.#turn(...turns[event.key]);
      this.#goBackWhenIdle();
    }
  }

  /** In mirror mode the head stands as the camera last saw its person. */
  #onCapture({ face, yaw, pitch }) {
    if (face && this.#shown === 'mirror') {
      this.#yaw = yaw;
      this.#pitch = pitch;
    }
  }

  /** From here on the visitor's hand decides, beginning where the head stands now. */
  #takeOver() {
    clearTimeout(this.#idleTimer);
    cancelAnimationFrame(this.#glide);
    if (this.#shown === 'orbit') {
      const turns = (performance.now() - this.#orbitBeganAt) / 1000 / this.#periodSeconds;
      this.#yaw = wrapped(360 * turns);
      this.#pitch = 0;
    }
    this.#shown = 'camera';
    this.#look();
  }

  #turn(yaw, pitch) {
    this.#yaw = wrapped(this.#yaw + yaw);
    this.#pitch = Math.max(-HIGHEST_PITCH, Math.min(HIGHEST_PITCH, this.#pitch + pitch));
    this.#look();
  }

  /** Sends where to look from: the latest, at most thirty times a second. */
  #look() {
    if (this.#sendTimer === 0) {
      const wait = Math.max(0, this.#sentAt + LEAST_MS_BETWEEN_VIEWS - performance.now());
      this.#sendTimer = setTimeout(() => {
        this.#sendTimer = 0;
        this.#sentAt = performance.now();
        this.#client.look({ mode: 'camera', yaw: this.#yaw, pitch: this.#pitch });
      }, wait);
    }
  }

  #goBackWhenIdle() {
    clearTimeout(this.#idleTimer);
    if (this.#mode !== 'fixed') {
      this.#idleTimer = setTimeout(() => this.#goBack(), IDLE_MS);
    }
  }

  /** An orbit begins at the face: the head is turned there first, so that it does not jump. */
  #goBack() {
    if (this.#mode !== 'orbit') {
      this.#show();
      return;
    }
    const from = { yaw: this.#yaw, pitch: this.#pitch, at: performance.now() };
    const step = (now) => {
      const part = Math.min(1, (now - from.at) / GLIDE_MS);
      const left = (1 - part) ** 2 * (1 + 2 * part);
      this.#yaw = from.yaw * left;
      this.#pitch = from.pitch * left;
      this.#look();
      if (part < 1) {
        this.#glide = requestAnimationFrame(step);
      } else {
        this.#show();
      }
    };
    this.#glide = requestAnimationFrame(step);
  }

  #show() {
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#sendTimer);
    this.#sendTimer = 0;
    this.#shown = this.#mode;
    this.#orbitBeganAt = performance.now();
    this.#client.look(
      {
        orbit: { mode: 'orbit', periodSeconds: this.#periodSeconds, pitch: 0 },
        mirror: { mode: 'mirror' },
        fixed: { mode: 'fixed', yaw: this.#yaw, pitch: this.#pitch },
      }[this.#mode],
    );
  }
}

function wrapped(degrees) {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
