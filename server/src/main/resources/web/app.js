import { BalanceHeadClient } from './balancehead.js';
import { playClip, playWebcam, VideoFrames } from './frames.js';
import { KeptHead } from './kept.js';
import { Turntable } from './turntable.js';
import {
  adviceInWords,
  cameraTroubleInWords,
  CODEC_NAMES,
  CONNECTION,
  likenessInWords,
  spanInWords,
  timeInWords,
} from './words.js';

const DEMO_CLIP = '/demo/webcam.mp4';
const STAGES = ['encoder', 'w', 'w+', 'tuning', 'done'];
const WORST_PSNR = 10;
const BEST_PSNR = 32;
const PASSING_NOTICE_MS = 4_000;
const FIRST_WORDS = {
  camera: 'Look straight into the camera.',
  clip: 'Looking at the clip …',
  kept: 'Fetching your head …',
};

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
// A mirror shows every frame; else a dozen a second show a head from all sides.
const frames = new VideoFrames(video, client, () => (turntable.mode === 'mirror' ? 24 : 12));
const turntable = new Turntable(head, client);
const kept = new KeptHead(client);

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
  byId('keep').disabled = next !== 'refining' && next !== 'done';
}

setPhase('intro');

// The source: the visitor's webcam, the clip, or the head that was kept, which needs neither.

async function start(wanted) {
  try {
    stopTracks();
    if (wanted !== 'kept') {
      await (wanted === 'camera' ? playWebcam(video) : playClip(video, DEMO_CLIP));
    }
  } catch (trouble) {
    onSourceTrouble(wanted, trouble);
    return;
  }
  source = wanted;
  body.dataset.source = wanted;
  byId('switch').textContent = wanted === 'camera' ? 'Use the demo clip' : 'Use my webcam';
  followOnlyTheSeen();
  video.srcObject?.getVideoTracks()[0]?.addEventListener('ended', onCameraLost);
  hideNotice();
  beginAgain();
  if (wanted === 'kept') {
    frames.stop();
    client.connect({ avatar: kept.get()?.avatar });
  } else {
    client.connect();
    frames.start();
  }
}

/** A head follows nobody where no camera sees anybody. */
function followOnlyTheSeen() {
  const mirror = byId('modes').querySelector('[value=mirror]');
  mirror.disabled = source === 'kept';
  if (mirror.disabled && mirror.checked) {
    byId('modes').querySelector('[value=orbit]').checked = true;
    turntable.setMode('orbit');
  }
}

function stopTracks() {
  video.srcObject?.getTracks().forEach((track) => track.stop());
}

function onSourceTrouble(wanted, trouble) {
  frames.stop();
  setPhase('intro');
  byId('invitation').textContent =
    wanted === 'camera' ? cameraTroubleInWords(trouble) : 'The demo clip does not play here. Use a webcam instead.';
  body.dataset.trouble = wanted;
  showKept();
}

function onCameraLost() {
  showNotice('The camera was switched off.', () => start('camera'));
}

/** Another person, or a new session: back to waiting for a frontal look. */
function beginAgain() {
  revision = null;
  advice = { shown: '', heard: '' };
  byId('guidance').textContent = FIRST_WORDS[source];
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
  byId('keeping').hidden = detail.keepSeconds === 0;
  byId('keeping-offer').querySelector('.span').textContent = spanInWords(detail.keepSeconds);
  showKept();
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
  } else if (detail.stage !== 'done' && phase === 'done' && source === 'kept') {
    setPhase('refining'); // another model is served now: it makes the head anew
  }
});

client.addEventListener('revised', ({ detail }) => {
  revision = detail;
  showQuality();
});

client.addEventListener('view', () => {
  if (phase === 'guiding' && source === 'kept') {
    byId('guidance').textContent = '';
    if (revision?.stage === 'tuning') {
      showStage('done', 1);
      setPhase('done');
    } else {
      setPhase('refining'); // it was kept before it was finished, and goes on
    }
  } else if (phase === 'guiding') {
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

client.addEventListener('kept', ({ detail }) => {
  kept.put(detail).catch(onKeepingTrouble).finally(showKept);
});

client.addEventListener('error', ({ detail }) => {
  if (detail.code === 'avatar-expired') {
    onKeptLost(detail.message);
    return;
  }
  byId('keep').disabled &&= detail.code !== 'keep-failed';
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

/** Back to the beginning, where a camera may be chosen. */
function onKeptLost(words) {
  kept.drop();
  client.close();
  setPhase('intro');
  showKept();
  showNotice(words);
  noticeTimer = setTimeout(hideNotice, PASSING_NOTICE_MS);
}

function onKeepingTrouble(trouble) {
  showNotice(trouble.message);
  noticeTimer = setTimeout(hideNotice, PASSING_NOTICE_MS);
}

// What is shown of it.

function showKept() {
  const head = kept.get();
  byId('kept').hidden = head === null;
  byId('use-camera').classList.toggle('primary', head === null && body.dataset.trouble !== 'camera');
  byId('use-clip').classList.toggle('primary', head === null && body.dataset.trouble === 'camera');
  byId('keeping-kept').hidden = head === null;
  byId('keeping-offer').hidden = head !== null;
  byId('keep').textContent = head === null ? 'Keep my head' : 'Keep this one instead';
  byId('keep').disabled = phase !== 'refining' && phase !== 'done';
  for (const button of document.querySelectorAll('.delete-kept')) {
    button.hidden = head === null;
  }
  for (const until of document.querySelectorAll('.until')) {
    until.textContent = head === null ? '' : timeInWords(head.expires);
  }
}

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
byId('show-kept').addEventListener('click', () => start('kept'));
byId('keep').addEventListener('click', () => {
  byId('keep').disabled = true;
  client.keep();
});
for (const button of document.querySelectorAll('.delete-kept')) {
  button.addEventListener('click', () => kept.delete().catch(onKeepingTrouble).finally(showKept));
}
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

kept.check().catch(onKeepingTrouble).finally(showKept);

// Visitors without a camera need not press a button to learn it.
const devices = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
if (!devices.some((device) => device.kind === 'videoinput') && phase === 'intro') {
  onSourceTrouble('camera', new DOMException('', navigator.mediaDevices ? 'NotFoundError' : 'SecurityError'));
}
