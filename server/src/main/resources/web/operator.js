const EVERY_MS = 2_000;

const byId = (id) => document.getElementById(id);

/** Kept here alone: not in the address, not in storage. */
let token = '';

/** The number of the version that is being tried. */
let tried;

/** The number of the version that was asked for last, whose state is told until something else is. */
let asked;

async function ask(path, options = {}) {
  const headers = { ...options.headers, ...(token && { Authorization: `Bearer ${token}` }) };
  const response = await fetch(path, { ...options, headers, cache: 'no-store' });
  const body = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(body.error?.message ?? `The server answered ${response.status}.`), {
      status: response.status,
    });
  }
  return body;
}

function fill(table, rows) {
  byId(table).replaceChildren(
    ...rows.map((cells) => {
      const row = document.createElement('tr');
      row.append(
        ...cells.map((text) => {
          const cell = document.createElement('td');
          cell.textContent = text;
          cell.className = typeof text === 'number' ? 'number' : '';
          return cell;
        }),
      );
      return row;
    }),
  );
}

function age(seconds) {
  return seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

async function look() {
  try {
    const [sessions, devices, models] = await Promise.all(
      ['sessions', 'devices', 'models'].map((what) => ask(`/admin/${what}`)),
    );
    tried = models.models.find((m) => m.state === 'canary')?.number;
    byId('promote').disabled = tried === undefined;
    const version = models.models.find((m) => m.number === asked);
    if (version) {
      byId('answer').textContent = `Version ${version.number}: ${version.state}. ${version.reason ?? ''}`;
    }
    fill('models', models.models.map((m) => [m.number, `${m.name} ${m.version}`, m.state, m.sessions, m.reason ?? '']));
    fill(
      'devices',
      devices.devices.flatMap(({ device, model, state, sessions, limit, lanes }) =>
        lanes.map((l) => [
          device,
          model || '',
          state,
          sessions,
          l.lane,
          l.waiting,
          limit,
          l.waiting ? `${l.oldestSeconds.toFixed(1)} s` : '',
        ]),
      ),
    );
    fill(
      'sessions',
      sessions.sessions.map((s) => [
        s.id.slice(0, 8),
        age(s.ageSeconds),
        s.state,
        s.model,
        s.mode,
        Number(s.viewsPerSecond.toFixed(1)),
        s.views,
        s.dropped,
      ]),
    );
    byId('count').textContent = `${sessions.count}`;
    show('main', devices.ready ? 'Ready.' : devices.why, !devices.ready);
  } catch (trouble) {
    if (trouble.status === 401) {
      show('door', token ? "This is not the server's token." : '', true);
    } else {
      show('main', trouble.status ? trouble.message : 'The server does not answer.', true);
    }
  }
}

function show(what, state, alarm) {
  byId('door').hidden = what !== 'door';
  byId('main').hidden = what !== 'main';
  byId('state').textContent = state;
  byId('state').className = alarm ? 'alarmed' : '';
}

async function act(question, path, body) {
  if (!confirm(question)) {
    return;
  }
  try {
    const answer = await ask(path, {
      method: 'POST',
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    asked = answer.model?.number;
    byId('answer').textContent = answer.model ? '' : `Draining: ${answer.sessions} ${answer.sessions === 1 ? 'session is' : 'sessions are'} left.`;
  } catch (trouble) {
    asked = undefined;
    byId('answer').textContent = trouble.message;
  }
  await look();
}

byId('door').addEventListener('submit', (event) => {
  event.preventDefault();
  token = byId('token').value;
  byId('token').value = '';
  look();
});
byId('deploy').addEventListener('submit', (event) => {
  event.preventDefault();
  const path = byId('path').value;
  act(`Deploy ${path}?`, '/admin/models', { path });
});
byId('promote').addEventListener('click', () =>
  act(`Let version ${tried} serve all new sessions from now on?`, `/admin/deployments/${tried}/promote`),
);
byId('rollback').addEventListener('click', () => act('Go back to the version before?', '/admin/models/rollback'));
byId('drain').addEventListener('click', () =>
  act('Take no further sessions, and end when those that there are have left?', '/admin/drain'),
);

async function watch() {
  await look();
  setTimeout(watch, EVERY_MS);
}

watch();
