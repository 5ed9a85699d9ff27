import { clockMicros } from './balancehead.js';

const LONGEST_SIDE = 640;
const JPEG_QUALITY = 0.82;

/** Sends what a `<video>` shows as JPEG frames: at most 640 pixels, evenly, one under way at a time. */
export class VideoFrames {
  #video;
  #client;
  #framesPerSecond;
  #canvas = document.createElement('canvas');
  #timer = 0;
  #running = false;

  /**
   * @param {HTMLVideoElement} video that plays a webcam or a clip
   * @param {import('./balancehead.js').BalanceHeadClient} client that sends them
   * @param {() => number} framesPerSecond asked before each
   */
  constructor(video, client, framesPerSecond) {
    this.#video = video;
    this.#client = client;
    this.#framesPerSecond = framesPerSecond;
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      this.#next();
    }
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  async #next() {
    const began = performance.now();
    if (this.#client.state === 'open' && this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      await this.#sendOne();
    }
    if (this.#running) {
      const rest = 1000 / this.#framesPerSecond() - (performance.now() - began);
      this.#timer = setTimeout(() => this.#next(), Math.max(0, rest));
    }
  }

  async #sendOne() {
    const { videoWidth, videoHeight } = this.#video;
    const limits = this.#client.limits;
    const scale = Math.min(
      1,
      LONGEST_SIDE / Math.max(videoWidth, videoHeight),
      limits.maxFrameWidth / videoWidth,
      limits.maxFrameHeight / videoHeight,
    );
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    const capturedAtMicros = clockMicros();
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#canvas.getContext('2d').drawImage(this.#video, 0, 0, width, height);
    const jpeg = await new Promise((done) => this.#canvas.toBlob(done, 'image/jpeg', JPEG_QUALITY));
    if (jpeg !== null && this.#running) {
      this.#client.sendFrame(await jpeg.arrayBuffer(), { width, height, capturedAtMicros });
    }
  }
}

/**
 * Plays the visitor's webcam in a `<video>`.
 *
 * @throws {DOMException} `NotFoundError` without a camera, `NotAllowedError` when it was refused, `NotReadableError` when
 *     another program has it, `SecurityError` where the page is not from localhost or https
 */
export async function playWebcam(video) {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new DOMException('No camera without https', 'SecurityError');
  }
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  video.removeAttribute('src');
  video.srcObject = stream;
  await video.play();
  return stream;
}

/** Plays a clip in a `<video>`, again and again. */
export async function playClip(video, address) {
  video.srcObject = null;
  video.src = address;
  video.loop = true;
  await video.play();
}
