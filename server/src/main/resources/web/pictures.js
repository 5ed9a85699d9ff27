/** Views to pictures: JPEG by the browser's image decoder, H.264 and VP8 by WebCodecs where the browser has it. */

const CODECS = new Map([
  [1, 'jpeg'],
  [2, 'h264'],
  [3, 'vp8'],
  [4, 'png'],
]);

// Best first: the server's H.264 leaves specks on the ground where a head has been.
const PROBES = { vp8: 'vp8', h264: 'avc1.42E01F' };

/** The name of a frame header's codec number. */
export function codecName(number) {
  return CODECS.get(number) ?? null;
}

/** What this browser can show, best first. */
export async function decodableCodecs() {
  const decodable = [];
  for (const [name, codec] of Object.entries(PROBES)) {
    const answer = await globalThis.VideoDecoder?.isConfigSupported({ codec }).catch(() => null);
    if (answer?.supported) {
      decodable.push(name);
    }
  }
  return [...decodable, 'jpeg'];
}

/**
 * Decodes one stream's views in their order. Each view comes out once with its `bitmap`, or as failed; after a failure of
 * video only a key frame helps.
 */
export class ViewDecoder {
  #onPicture;
  #onFailure;
  #video = null;
  #configured = null;
  #waiting = new Map();

  /**
   * @param {(view: object) => void} onPicture takes the view with its `bitmap`
   * @param {(view: object) => void} onFailure takes a view that cannot be decoded
   */
  constructor(onPicture, onFailure) {
    this.#onPicture = onPicture;
    this.#onFailure = onFailure;
  }

  /**
   * @param {{codec: string, keyFrame: boolean, sequence: number}} view
   * @param {Uint8Array} bytes its payload
   */
  decode(view, bytes) {
    if (view.codec in PROBES) {
      this.#decodeVideo(view, bytes);
    } else {
      createImageBitmap(new Blob([bytes], { type: `image/${view.codec}` })).then(
        (bitmap) => this.#onPicture({ ...view, bitmap }),
        () => this.#onFailure(view),
      );
    }
  }

  close() {
    this.#waiting.clear();
    if (this.#video !== null && this.#video.state !== 'closed') {
      this.#video.close();
    }
    this.#video = null;
    this.#configured = null;
  }

  #decodeVideo(view, bytes) {
    try {
      if (view.keyFrame) {
        this.#configure(view.codec === 'h264' ? h264Profile(bytes) : view.codec);
      } else if (this.#video === null) {
        this.#onFailure(view);
        return;
      }
      this.#waiting.set(view.sequence, view);
      this.#video.decode(
        new EncodedVideoChunk({ type: view.keyFrame ? 'key' : 'delta', timestamp: view.sequence, data: bytes }),
      );
    } catch {
      this.#waiting.set(view.sequence, view);
      this.#fail();
    }
  }

  #configure(codec) {
    if (this.#video !== null && this.#configured === codec) {
      return;
    }
    this.close();
    this.#video = new VideoDecoder({ output: (frame) => this.#onFrame(frame), error: () => this.#fail() });
    this.#video.configure({ codec, optimizeForLatency: true });
    this.#configured = codec;
  }

  async #onFrame(frame) {
    const view = this.#waiting.get(frame.timestamp);
    this.#waiting.delete(frame.timestamp);
    const bitmap = view && (await createImageBitmap(frame).catch(() => null));
    frame.close();
    if (bitmap) {
      this.#onPicture({ ...view, bitmap });
    } else if (view) {
      this.#onFailure(view);
    }
  }

  #fail() {
    const lost = [...this.#waiting.values()];
    this.close();
    lost.forEach((view) => this.#onFailure(view));
  }
}

/** WebCodecs' name of the stream's profile and level, from the parameter set that each key frame begins with. */
function h264Profile(bytes) {
  for (let i = 0; i + 6 < bytes.length; i++) {
    if (bytes[i] === 0 && bytes[i + 1] === 0 && bytes[i + 2] === 1 && (bytes[i + 3] & 31) === 7) {
      return `avc1.${[4, 5, 6].map((at) => bytes[i + at].toString(16).padStart(2, '0')).join('')}`;
    }
  }
  throw new Error('A key frame has no parameter set.');
}
