/** What the page says, in one place. */

/** Per advice: what to tell the person in front of the camera, and what to say of the person in the clip. */
const ADVICE = {
  ok: ['Good. Hold still for a moment.', 'The person is clearly seen.'],
  'no-face': ['No face to be seen: come into the picture.', 'No face to be seen just now.'],
  'several-faces': ['More than one face: one at a time, please.', 'More than one face to be seen.'],
  'look-at-camera': ['Look straight into the camera.', 'Waiting for the person to look into the camera.'],
  'too-dark': ['It is too dark: turn on a light, or face a window.', 'The clip is too dark here.'],
  'too-blurred': ['The picture is blurred: hold still, or wipe the lens.', 'The clip is blurred here.'],
  'come-closer': ['Come a little closer.', 'The person is too far away just now.'],
  'move-back': ['Move back a little.', 'The person is too close just now.'],
  'face-covered': ['Something covers your face: take it away for a moment.', 'Something covers the face just now.'],
  'other-person': ['This is someone else: press “Start over” to make their head.', 'This is someone else now.'],
};

/**
 * @param {string} advice as the server gives it
 * @param {boolean} clip whether the demo clip is playing
 * @param {'guiding'|'refining'|'done'} phase of the visit
 */
export function adviceInWords(advice, clip, phase) {
  if (advice === 'ok' && phase === 'done') {
    return '';
  }
  if (advice === 'ok' && phase === 'refining') {
    return clip ? 'More of the head is seen as it turns.' : 'Turn your head slowly: every side you show makes it truer.';
  }
  return (ADVICE[advice] ?? ['', ''])[clip ? 1 : 0];
}

/** Why the webcam does not play. */
export function cameraTroubleInWords(trouble) {
  switch (trouble.name) {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'This device has no camera. You can watch the demo clip become a head instead.';
    case 'NotAllowedError':
      return 'The camera was not allowed. Allow it beside the page’s address and try again, or watch the demo clip.';
    case 'NotReadableError':
    case 'AbortError':
      return 'Another program uses the camera. Close it and try again, or watch the demo clip.';
    case 'SecurityError':
      return 'Browsers give the camera to localhost and https pages only. You can watch the demo clip instead.';
    default:
      return 'The camera does not start. Try again, or watch the demo clip.';
  }
}

/** A measure of likeness, for people who do not know decibels. */
export function likenessInWords(psnr, identity) {
  const likeness = Number.isFinite(identity) ? identity : 0;
  if (likeness >= 0.75) {
    return 'very close';
  }
  if (likeness >= 0.5) {
    return 'close';
  }
  return psnr >= 20 ? 'recognisable' : 'a first sketch';
}

export const CONNECTION = {
  connecting: 'Connecting …',
  open: 'Live',
  waiting: 'Trying again …',
  closed: 'Not connected',
};

export const CODEC_NAMES = { jpeg: 'JPEG', h264: 'H.264', vp8: 'VP8', png: 'PNG' };

/** @param {string} time ISO 8601 */
export function timeInWords(time) {
  return new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
    .format(new Date(time));
}

/** @param {number} seconds at least a minute */
export function spanInWords(seconds) {
  for (const [unit, length] of [['day', 86_400], ['hour', 3_600], ['minute', 60]]) {
    if (seconds >= length) {
      const count = Math.round(seconds / length);
      return count === 1 ? `${unit === 'hour' ? 'an' : 'a'} ${unit}` : `${count} ${unit}s`;
    }
  }
  return 'a moment';
}
