import { BalanceHeadClient } from './balancehead.js';
import { playClip, playWebcam, VideoFrames } from './frames.js';
import { Turntable } from './turntable.js';
import { adviceInWords, cameraTroubleInWords, CODEC_NAMES, CONNECTION, likenessInWords } from './words.js';

const DEMO_CLIP = '/demo/webcam.mp4';
const STAGES = ['encoder', 'w', 'w+', 'tuning', 'done'];
const WORST_PSNR = 10;
const BEST_PSNR = 32;
const PASSING_NOTICE_MS = 4_000;

const byId = (id) => document.getElementById(id);
const body = document.body;
const head = byId('head');
const video = byId('video');
const notice = byId('notice');

/** The visitor's token from `/#token=…`: what stands behind the # is sent to nobody, and leaves the address bar here. */
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return token;
}

const client = new BalanceHeadClient({ canvas: head, name: 'page', token: takeToken() });
const frames = new VideoFrames(video, client);
const turntable = new Turntable(head, client);

/** What the visitor sees follows from these: `intro`, `guiding` until there is a head, `refining`, `done`. */
let phase = 'intro';
let source = null;
let advice = { shown: '', heard: '' };
let revision = null;
let noticeTimer = 0;
let countdown = 0;

function setPhase(next) {
  phase = next;
  body.dataset.phase = next;
  byId('controls').inert = next === 'intro';
}

setPhase('intro');

// The source: the visitor's webcam, or the clip.

async function start(wanted) {
  try {
    stopTracks();
    await (wanted === 'camera' ? playWebcam(video) : playClip(video, DEMO_CLIP));
  } catch (trouble) {
    onSourceTrouble(wanted, trouble);
    return;
  }
  source = wanted;
  body.dataset.source = wanted;
  byId('switch').textContent = wanted === 'camera' ? 'Use the demo clip' : 'Use my webcam';
  video.srcObject?.getVideoTracks()[0]?.addEventListener('ended', onCameraLost);
  hideNotice();
  beginAgain();
  client.connect();
  frames.start();
}

function stopTracks() {
  video.srcObject?.getTracks().forEach((track) => track.stop());
}

function onSourceTrouble(wanted, trouble) {
  frames.stop();
  setPhase('intro');
  byId('invitation').textContent =
    wanted === 'camera' ? cameraTroubleInWords(trouble) : 'The demo clip does not play here. Use a webcam instead.';
  byId('use-camera').classList.toggle('primary', wanted !== 'camera');
  byId('use-clip').classList.toggle('primary', wanted === 'camera');
  body.dataset.trouble = wanted;
}

function onCameraLost() {
  showNotice('The camera was switched off.', () => start('camera'));
}

/** Another person, or a new session: back to waiting for a frontal look. */
function beginAgain() {
  revision = null;
  advice = { shown: '', heard: '' };
  byId('guidance').textContent = source === 'clip' ? 'Looking at the clip …' : 'Look straight into the camera.';
  showStage(null, 0);
  showQuality();
  turntable.restart();
  setPhase('guiding');
}

// What the server says.

client.addEventListener('state', ({ detail }) => {
  body.dataset.connection = detail.state;
  byId('connection').textContent = CONNECTION[detail.state];
  clearInterval(countdown);
  if (detail.state === 'waiting') {
    countDown(detail.reason ?? 'The server cannot be reached.', detail.retryInSeconds);
  } else if (detail.state === 'closed' && detail.reason) {
    showNotice(detail.reason, () => client.connect());
  } else if (detail.state === 'open') {
    hideNotice();
  }
});

client.addEventListener('welcome', ({ detail }) => {
  if (!detail.resumed) {
    beginAgain();
  }
});

client.addEventListener('capture', ({ detail }) => {
  showFace(detail);
  // Twice the same, so that one odd frame does not make the words flicker.
  if (detail.advice === advice.heard && detail.advice !== advice.shown) {
    advice.shown = detail.advice;
    showAdvice();
  }
  advice.heard = detail.advice;
});

client.addEventListener('progress', ({ detail }) => {
  showStage(detail.stage, detail.steps > 0 ? detail.step / detail.steps : 0);
  if (detail.stage === 'done' && phase === 'refining') {
    setPhase('done');
    showAdvice();
  }
});

client.addEventListener('revised', ({ detail }) => {
  revision = detail;
  showQuality();
});

client.addEventListener('view', () => {
  if (phase === 'guiding') {
    setPhase('refining');
    showAdvice();
  }
});

client.addEventListener('goaway', ({ detail }) => {
  showNotice(
    detail.reason === 'limit'
      ? 'This session has reached its limit.'
      : 'The server is about to restart; the page connects again by itself.',
  );
});

client.addEventListener('error', ({ detail }) => {
  if (!detail.fatal) {
    showNotice(detail.message);
    noticeTimer = setTimeout(hideNotice, PASSING_NOTICE_MS);
  }
});

client.addEventListener('rate', ({ detail }) => {
  const figures = [`${detail.viewsPerSecond.toFixed(0)} views/s`];
  if (detail.codec !== null) {
    figures.push(`${detail.width}\u2009×\u2009${detail.height} ${CODEC_NAMES[detail.codec]}`);
  }
  if (detail.unevennessMs !== null) {
    figures.push(`even to ${detail.unevennessMs.toFixed(0)} ms`);
  }
  if (detail.cameraToViewMs !== null) {
    figures.push(`camera to view ${detail.cameraToViewMs.toFixed(0)} ms`);
  } else if (detail.roundTripMs !== null) {
    figures.push(`round trip ${detail.roundTripMs.toFixed(0)} ms`);
  }
  byId('figures').textContent = figures.join(' · ');
});

// What is shown of it.

function showFace({ box }) {
  const frame = byId('face');
  frame.hidden = !(box?.length === 4);
  if (!frame.hidden) {
    [frame.style.left, frame.style.top, frame.style.width, frame.style.height] = box.map((part) => `${part * 100}%`);
  }
}

function showAdvice() {
  if (advice.shown) {
    byId('guidance').textContent = adviceInWords(advice.shown, source === 'clip', phase);
  }
}

function showStage(stage, part) {
  const reached = STAGES.indexOf(stage);
  for (const item of byId('stages').children) {
    const index = STAGES.indexOf(item.dataset.stage);
    item.classList.toggle('past', index < reached);
    item.classList.toggle('now', index === reached);
    item.toggleAttribute('aria-current', index === reached);
    item.style.setProperty('--part', index < reached ? 1 : index === reached ? part : 0);
  }
}

function showQuality() {
  const part = revision === null ? 0 : (revision.psnr - WORST_PSNR) / (BEST_PSNR - WORST_PSNR);
  const percent = Math.round(100 * Math.min(1, Math.max(0, part)));
  const words = revision === null ? '' : likenessInWords(revision.psnr, revision.identity);
  byId('meter').setAttribute('aria-valuenow', percent);
  byId('meter').setAttribute('aria-valuetext', words || 'not known yet');
  byId('meter').style.setProperty('--part', percent / 100);
  byId('quality').textContent =
    revision === null
      ? 'Waiting for a frontal look.'
      : `Likeness: ${words} (${revision.psnr.toFixed(1)} dB, identity ${revision.identity.toFixed(2)})`;
}

function showNotice(words, again = null) {
  clearTimeout(noticeTimer);
  notice.querySelector('p').textContent = words;
  const button = notice.querySelector('button');
  button.hidden = again === null;
  button.onclick = again;
  notice.hidden = false;
}

function hideNotice() {
  clearTimeout(noticeTimer);
  notice.hidden = true;
}

function countDown(reason, seconds) {
  const until = performance.now() + seconds * 1000;
  const tell = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    showNotice(left > 1 ? `${reason} Trying again in ${left} s.` : `${reason} Trying again …`, () => client.connect());
  };
  tell();
  countdown = setInterval(tell, 1000);
}

// What the visitor does.

byId('use-camera').addEventListener('click', () => start('camera'));
byId('use-clip').addEventListener('click', () => start('clip'));
byId('switch').addEventListener('click', () => {
  client.recapture();
  start(source === 'camera' ? 'clip' : 'camera');
});
byId('start-over').addEventListener('click', () => {
  client.recapture();
  beginAgain();
});
byId('save').addEventListener('click', () => {
  head.toBlob((picture) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(picture);
    link.download = 'balancehead.png';
    link.click();
    URL.revokeObjectURL(link.href);
  });
});
byId('modes').addEventListener('change', ({ target }) => turntable.setMode(target.value));

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && client.state === 'waiting') {
    client.connect();
  }
});
addEventListener('pagehide', () => client.close());

// Visitors without a camera need not press a button to learn it.
const devices = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
if (!devices.some((device) => device.kind === 'videoinput') && phase === 'intro') {
  onSourceTrouble('camera', new DOMException('', navigator.mediaDevices ? 'NotFoundError' : 'SecurityError'));
}
