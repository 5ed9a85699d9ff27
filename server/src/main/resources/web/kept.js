const KEY = 'balancehead.kept';

/**
 * The head that this browser's visitor had kept: its id, which lets see and delete it, and when it expires. Both are in
 * this browser's storage alone.
 */
export class KeptHead {
  #client;

  /** @param {import('./balancehead.js').BalanceHeadClient} client of the server that keeps it */
  constructor(client) {
    this.#client = client;
  }

  /** @returns {{avatar: string, expires: string}|null} null where none is kept any more */
  get() {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (found !== null && Date.parse(found.expires) <= Date.now()) {
      this.drop();
      return null;
    }
    return found;
  }

  /** It is kept in place of the one before, which is deleted. */
  async put({ avatar, expires }) {
    const before = this.get();
    localStorage.setItem(KEY, JSON.stringify({ avatar, expires }));
    if (before !== null) {
      await this.#client.deleteKept(before.avatar);
    }
  }

  /** Forgets one that the server has not got any more. */
  async check() {
    const found = this.get();
    if (found !== null && !(await this.#client.isKept(found.avatar))) {
      this.drop();
    }
  }

  /** Deletes it from the server, then here. */
  async delete() {
    const found = this.get();
    if (found !== null) {
      await this.#client.deleteKept(found.avatar);
      this.drop();
    }
  }

  /** Forgets it here. */
  drop() {
    localStorage.removeItem(KEY);
  }
}
