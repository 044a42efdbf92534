// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures this phone has taken and the portal does not have whole yet. They outlive the page, a dead battery and a lost
// connection; where the browser keeps nothing (private mode), they live as long as the page.

function request(asked) {
    return new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
}

export class PictureStore {
    static async open(link) {
        const store = new PictureStore();
        store.link = link;
        store.memory = new Map();
        try {
            const asked = indexedDB.open('bayline-camera', 1);
            asked.onupgradeneeded = () => asked.result.createObjectStore('pictures', { keyPath: 'id' });
            store.database = await request(asked);
        } catch {
            store.database = null;
        }
        return store;
    }

    get keeps() {
        return this.database !== null;
    }

    table(mode) {
        return this.database.transaction('pictures', mode).objectStore('pictures');
    }

    async put(picture) {
        this.memory.set(picture.id, picture);
        if (!this.database) return;
        try {
            await request(this.table('readwrite').put({ ...picture, link: this.link }));
        } catch {
            this.database = null; // no room: the page says so
        }
    }

    async remove(id) {
        this.memory.delete(id);
        if (this.database) await request(this.table('readwrite').delete(id)).catch(() => {});
    }

    /** Those of this link, as they were taken. */
    async all() {
        if (!this.database) return [...this.memory.values()];
        return (await this.kept()).filter((picture) => picture.link === this.link);
    }

    /** Those of other links. */
    async others() {
        return this.database ? (await this.kept()).filter((picture) => picture.link !== this.link) : [];
    }

    async kept() {
        return (await request(this.table('readonly').getAll())).sort((a, b) => a.number - b.number);
    }
}
